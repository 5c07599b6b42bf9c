// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkHTTP
internal import Glibc

/// A file that the user asked to be read, or the standard input.
struct InputFile {
  /// What a server takes as a request's body at most.
  static let bytesMax = HTTPLimits().bodyBytesMax

  private let path: String?
  private let limit: Limit

  /// How much of a file is read.
  struct Limit: Sendable {
    let bytes: Int
    /// What to do about a larger one.
    let remedy: String

    /// What a server takes as a request's body.
    static let requestBody = Limit(
      bytes: InputFile.bytesMax,
      remedy: "the most that a request may have; send the image by its URL")
  }

  /// Names a file; `-` is the standard input.
  init(_ argument: String, _ limit: Limit = .requestBody) {
    path = argument == "-" ? nil : argument
    self.limit = limit
  }

  /// The name for people.
  var name: String { path ?? "<stdin>" }

  /// Reads the file to its end.
  func bytes() throws(CommandFailure) -> [UInt8] {
    guard let path else { return try read(STDIN_FILENO) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure }
    defer { close(descriptor) }
    return try read(descriptor)
  }

  private func read(_ descriptor: CInt) throws(CommandFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure }
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
      guard bytes.count <= limit.bytes else { throw tooLarge }
    }
  }

  private var failure: CommandFailure {
    let number = errno
    let reason = String(cString: strerror(number))
    if let path, number == ENOENT, ["http://", "https://"].contains(where: path.hasPrefix) {
      return CommandFailure(
        "cannot read \(path): files are read, not URLs; download it first, or name - and "
          + "pipe it in", status: .usage)
    }
    return CommandFailure(
      "cannot read \(name): \(reason); name a file that can be read, or - for standard input",
      status: .usage)
  }

  private var tooLarge: CommandFailure {
    CommandFailure(
      "\(name) has more than \(limit.bytes) bytes, \(limit.remedy)", status: .usage)
  }
}
