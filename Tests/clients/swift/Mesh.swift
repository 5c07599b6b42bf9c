// Falsework
// SPDX-License-Identifier: MIT

import Foundation

/// What can be known of a mesh without drawing it.
enum Mesh {
  /// Returns what is wrong with a download, or nil.
  ///
  /// Nothing guards its bits but an ETag that looks like a SHA-256, if there is one.
  static func flaw(of download: Reply) -> String? {
    if let flaw = flaw(of: download.body) { return flaw }
    let etag = download.head.value(forHTTPHeaderField: "ETag") ?? ""
    guard etag.wholeMatch(of: /"[0-9a-f]{64}"/) != nil else { return nil }
    let isRight = etag == "\"\(SHA256.hex(of: download.body))\""
    return isRight ? nil : "the mesh is not what its ETag says"
  }

  /// Returns what is wrong with the container of a binary glTF (glTF 2.0, section 4.4), or nil.
  static func flaw(of file: Data) -> String? {
    guard file.starts(with: Array("glTF".utf8)), file.count >= 20 else {
      return "the file is no mesh: it begins with \(Array(file.prefix(8)))"
    }
    guard word(at: 4, of: file) == 2 else { return "the mesh is not of version 2" }
    guard word(at: 8, of: file) == file.count else {
      return "the mesh has \(file.count) bytes, and its head says \(word(at: 8, of: file))"
    }
    var position = 12
    while position + 8 <= file.count { position += 8 + word(at: position, of: file) }
    guard position == file.count else { return "the chunks of the mesh do not fill it" }
    let json = file.dropFirst(20).prefix(word(at: 12, of: file))
    let isRead = (try? JSONSerialization.jsonObject(with: json)) != nil
    return isRead ? nil : "the JSON of the mesh cannot be read"
  }

  /// An unsigned integer of four bytes, the lowest first.
  private static func word(at position: Int, of file: Data) -> Int {
    file.dropFirst(position).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
