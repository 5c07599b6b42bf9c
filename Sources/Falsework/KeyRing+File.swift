// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol
internal import Foundation

/// Why a file of keys cannot be used, in one line that names file, line and fix.
public struct KeyFileProblem: Error, Sendable, CustomStringConvertible {
  /// What happened and what to do.
  public let description: String
}

extension KeyRing {
  /// Reads a file of keys: one `id:secret` a line.
  public init(file path: String) throws(KeyFileProblem) {
    let file = FileHandle(forReadingAtPath: path)
    guard let file, let data = try? file.read(upToCount: Self.bytesMax + 1) ?? Data() else {
      throw KeyFileProblem(
        description: "cannot read the keys in \(path): name a file with one id:secret a line")
    }
    guard data.count <= Self.bytesMax, let text = String(data: data, encoding: .utf8) else {
      throw KeyFileProblem(
        description: "\(path) is no list of keys: it is over \(Self.bytesMax) bytes or not UTF-8")
    }
    do {
      try self.init(parsing: text)
    } catch {
      throw KeyFileProblem(description: "\(path):\(error.line): \(error.reason)")
    }
  }
}
