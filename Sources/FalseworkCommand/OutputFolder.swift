// Falsework
// SPDX-License-Identifier: MIT

internal import Foundation

/// A folder that the user asked files to be put in, made when the first one is.
struct OutputFolder {
  private let path: String
  private let option: String

  /// Names a folder by a path that may be relative to the current one.
  init(_ path: String, option: String) {
    self.path = path
    self.option = option
  }

  /// Finds out, before work is done for it, whether the folder is one or can be made.
  func check() throws(CommandFailure) {
    var place = URL(fileURLWithPath: path)
    while place.path != "/", access(place.path, F_OK) != 0, errno == ENOENT {
      place = place.deletingLastPathComponent()
    }
    guard access(place.path + "/.", W_OK | X_OK) == 0 else { throw failure }
  }

  /// Writes a file of this name and returns its path.
  func write(_ bytes: [UInt8], as name: String) throws(CommandFailure) -> String {
    var made = ""
    for part in URL(fileURLWithPath: path).pathComponents.dropFirst() {
      made += "/" + part
      guard mkdir(made, 0o777) == 0 || errno == EEXIST || access(made, F_OK) == 0 else {
        throw failure
      }
    }
    let file = "\(path)/\(name)"
    try OutputFile(file, option: option, named: .folder).write(bytes)
    return file
  }

  /// What the system said last.
  private var failure: CommandFailure {
    CommandFailure(
      "cannot write to the folder \(path): \(String(cString: strerror(errno))); "
        + "choose another folder with \(option)")
  }
}
