// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkMesh

/// What can be made without a picture.
enum MeshShape: String, CaseIterable, Sendable {
  case star
  case creature

  var source: MeshSource {
    switch self {
    case .star: .star
    case .creature: .creature
    }
  }
}
