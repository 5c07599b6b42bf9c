// Falsework
// SPDX-License-Identifier: MIT

internal import Foundation

/// A new folder for what nobody keeps.
package enum TemporaryFolder {
  /// Why there is no such folder.
  package struct Problem: Error, CustomStringConvertible {
    /// The reason in a line.
    package let description: String
  }

  /// Makes a folder that only its owner may look into, and returns its path.
  package static func make() throws(Problem) -> String {
    let folder = NSTemporaryDirectory() + "falsework-XXXXXX"
    var template = Array(folder.utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Problem(description: "cannot make a temporary folder in \(NSTemporaryDirectory())")
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
