// Falsework
// SPDX-License-Identifier: MIT

extension ReportSource {
  /// The file that the client's command most probably runs: its first argument that looks like
  /// one, else the program where it was named by a path.
  var clientFile: String? {
    // Code and modules that stand in the command itself are no files.
    let arguments = zip(command, command.dropFirst()).filter { before, argument in
      !argument.hasPrefix("-") && !["-c", "-e", "-m"].contains(before)
    }.map(\.1)
    let file = arguments.first { argument in
      let name = argument.split(separator: "/").last ?? ""
      let ending = name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last
      let hasEnding = ending.map { (1...5).contains($0.count) && $0.allSatisfy(\.isLetter) }
      return (hasEnding ?? false) && !argument.contains("://")
    }
    return file ?? command.first.flatMap { $0.contains("/") && !$0.hasPrefix("/") ? $0 : nil }
  }

  /// The client's file as a reference (RFC 3986), or a name for a client that is none.
  var clientURI: String {
    guard let file = clientFile else { return "FALSEWORK" }
    let path = file.hasPrefix("./") ? String(file.dropFirst(2)) : file
    let bytes = path.utf8.map { byte in
      Self.isPlain(byte) ? String(UnicodeScalar(byte)) : "%" + Self.hexadecimal(byte)
    }
    return (path.hasPrefix("/") ? "file://" : "") + bytes.joined()
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch UnicodeScalar(byte) {
    case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~", "/": true
    default: false
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0" + digits : digits
  }
}
