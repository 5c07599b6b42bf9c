// Falsework
// SPDX-License-Identifier: MIT

/// The API keys that a server knows.
public struct KeyRing: Sendable, Hashable {
  /// The largest text of keys that is read, in bytes.
  public static let bytesMax = 1 << 20

  private struct Key: Sendable, Hashable {
    let secret: String
    let standing: KeyStanding
  }

  private var keys: [String: Key] = [:]

  /// Why a text is no list of keys.
  public struct Problem: Error, Sendable, Hashable {
    /// The line, from 1.
    public let line: Int
    /// What is wrong and what is expected.
    public let reason: String
  }

  /// Reads a list of keys: one `id:secret` a line, perhaps a standing after it; empty lines and
  /// those that begin with `#` say nothing.
  public init(parsing text: String) throws(Problem) {
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for (index, line) in lines.enumerated() {
      let words = line.split { $0 == " " || $0 == "\t" }
      guard let first = words.first, first.first != "#" else { continue }
      try add(first, words.dropFirst(), line: index + 1)
    }
    guard !keys.isEmpty else {
      throw Problem(line: 1, reason: "there is no key; write one id:secret a line")
    }
  }

  private mutating func add(
    _ key: Substring, _ rest: ArraySlice<Substring>, line: Int
  ) throws(Problem) {
    guard case .key(let id, let secret)? = try? Credential(authorization: "Key \(key)") else {
      throw Problem(line: line, reason: "a key is id:secret")
    }
    let words = KeyStanding.allCases.map(\.rawValue).joined(separator: ", ")
    guard rest.count <= 1, let standing = KeyStanding(rawValue: String(rest.first ?? "good"))
    else {
      throw Problem(line: line, reason: "what follows a key is one of \(words)")
    }
    guard keys[id] == nil else {
      throw Problem(line: line, reason: "the key id \(id) is there already")
    }
    keys[id] = Key(secret: secret, standing: standing)
  }

  /// Returns how a key stands.
  public func standing(id: String, secret: String) -> KeyStanding {
    guard let key = keys[id], key.secret == secret else { return .unknown }
    return key.standing
  }
}
