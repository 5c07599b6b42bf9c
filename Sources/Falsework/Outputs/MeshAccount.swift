// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkMesh

/// What the mesh of a request shows, for who wonders.
enum MeshAccount: Sendable {
  case picture(PictureSubject)
  /// An animal of the seed's; and why, in a clause.
  case creature(because: String)
  /// What a file that was given shows, whatever that is.
  case cannedMesh
  /// The picture was not looked at yet.
  case open

  /// The account as the control interface gives it.
  var json: JSONValue {
    switch self {
    case .picture(let subject): ["source": "picture", "subject": .string(subject.rawValue)]
    case .creature(let reason): ["source": "creature", "because": .string(reason)]
    case .cannedMesh: ["source": "file", "because": "the server was given meshes with --mesh"]
    case .open: ["source": nil, "because": "the picture has not been looked at yet"]
    }
  }
}
