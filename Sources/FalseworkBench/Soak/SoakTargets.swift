// Falsework
// SPDX-License-Identifier: MIT

/// What the clients of a soak ask for.
package struct SoakTargets: Sendable {
  /// The status of a request that is done.
  package var status: WireRequest
  /// Its result.
  package var result: WireRequest
  /// Its mesh.
  package var file: WireRequest
  package var fileBytes: Int

  package init(
    status: WireRequest, result: WireRequest, file: WireRequest, fileBytes: Int
  ) {
    self.status = status
    self.result = result
    self.file = file
    self.fileBytes = fileBytes
  }
}
