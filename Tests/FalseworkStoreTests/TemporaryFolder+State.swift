// Falsework
// SPDX-License-Identifier: MIT

import FalseworkTestSupport
import Foundation

extension TemporaryFolder {
  /// Where the store keeps its state.
  var state: String { path + "/state" }
  var database: String { state + "/falsework.sqlite" }
}

func write(_ bytes: [UInt8], to path: String) throws {
  try Data(bytes).write(to: URL(filePath: path))
}

func read(_ path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(filePath: path)))
}

/// Copies the state of a running server as a kill would leave it.
func copyState(from folder: TemporaryFolder, to copy: TemporaryFolder) throws {
  try FileManager.default.copyItem(atPath: folder.state, toPath: copy.state)
}
