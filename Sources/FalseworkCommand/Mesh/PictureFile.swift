// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkImage
internal import FalseworkMesh

/// A file that holds the picture of something.
struct PictureFile {
  private let file: InputFile

  /// Names a file, of which no more is read than the limit; `-` is the standard input.
  init(_ argument: String, _ limit: InputFile.Limit) {
    file = InputFile(argument, limit)
  }

  /// The name for people.
  var name: String { file.name }

  /// Reads the file, which must hold something.
  func bytes() throws(CommandFailure) -> [UInt8] {
    let bytes = try file.bytes()
    guard !bytes.isEmpty else {
      throw CommandFailure("\(name) is empty; name a picture in PNG, JPEG or WebP")
    }
    return bytes
  }

  /// Reads and decodes the picture.
  func picture() throws(CommandFailure) -> Picture {
    let bytes = try bytes()
    do {
      return try PictureDecoder().decode(bytes)
    } catch {
      let kind = error == .unrecognised ? FileKind(of: bytes) : nil
      throw CommandFailure(
        "\(name): \(error)" + (kind.map { "; it is probably \($0)" } ?? ""))
    }
  }
}
