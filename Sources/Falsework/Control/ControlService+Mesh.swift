// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkQueue

extension ControlService {
  /// What the mesh of a request shows; nil where it has none, as things stand.
  func meshAccount(of record: RequestRecord) async throws -> MeshAccount? {
    guard case .succeeded(let input) = record.ending, record.output?.makesMesh == true else {
      return nil
    }
    switch try await inputs.recall(input, of: record) {
    case .input(let named)?: return try await workshop.account(of: named, submittedAs: input)
    case .failures?: return nil
    case nil: return .open
    }
  }
}
