// Falsework
// SPDX-License-Identifier: MIT

internal import Foundation

/// A folder for the files of one measure.
struct TemporaryFolder {
  let path: String

  /// Runs `body` with a new folder, which is gone afterwards.
  static func with<Value>(
    _ body: (TemporaryFolder) throws(BenchFailure) -> Value
  ) throws(BenchFailure) -> Value {
    var template = Array("\(NSTemporaryDirectory())falsework-bench-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw BenchFailure(system: "make a temporary folder in \(NSTemporaryDirectory())")
    }
    let bytes = template.dropLast().map { UInt8(bitPattern: $0) }
    let folder = TemporaryFolder(path: String(decoding: bytes, as: UTF8.self))
    Leftovers.note(folder: folder.path)
    defer {
      try? FileManager.default.removeItem(atPath: folder.path)
      Leftovers.forget(folder: folder.path)
    }
    return try body(folder)
  }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  func makeFolder(_ name: String) throws(BenchFailure) {
    guard mkdir(file(name), 0o755) == 0 else { throw BenchFailure(system: "make \(file(name))") }
  }

  func write(_ bytes: [UInt8], to name: String) throws(BenchFailure) {
    try File.write(bytes, to: file(name))
  }
}
