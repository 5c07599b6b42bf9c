// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON

/// The public keys by which webhooks are verified, as a JSON Web Key Set (RFC 7517, RFC 8037).
public struct WebhookKeySet: Sendable, Equatable {
  /// A key and its id.
  public struct Key: Sendable, Equatable {
    /// The id, which no webhook names: a receiver tries every key.
    public var id: String
    /// The 32 bytes of the key.
    public var bytes: [UInt8]

    /// Creates a key.
    public init(id: String, bytes: [UInt8]) {
      self.id = id
      self.bytes = bytes
    }
  }

  /// The keys, in the order of the document.
  public var keys: [Key]

  /// The path of the document on the REST hosts.
  public static let path = "/.well-known/jwks.json"
  /// The most keys that are read of a document.
  public static let keyCountMax = 64

  /// Creates a set.
  public init(keys: [Key]) {
    self.keys = keys
  }

  /// The document, with the members in the order of the wire and `x` padded; observed.
  public var json: JSONValue {
    ["keys": .array(keys.map(\.json))]
  }

  /// Reads a document; keys that are not of Ed25519 are left out (RFC 7517 §5).
  public init(_ json: JSONValue) throws(Problem) {
    guard let list = json["keys"]?.arrayValue else { throw .noList }
    guard list.count <= Self.keyCountMax else { throw .tooManyKeys(limit: Self.keyCountMax) }
    var keys: [Key] = []
    for (index, member) in list.enumerated() where member["crv"] == "Ed25519" {
      guard let bytes = member["x"]?.stringValue.flatMap(Base64URL.bytes), bytes.count == 32 else {
        throw .damagedKey(index: index)
      }
      keys.append(Key(id: member["kid"]?.stringValue ?? "#\(index)", bytes: bytes))
    }
    guard !keys.isEmpty else { throw .noKey }
    self.keys = keys
  }

  /// A reason why a document is no key set.
  public enum Problem: Error, Sendable, Hashable, CustomStringConvertible {
    case noList
    case tooManyKeys(limit: Int)
    case damagedKey(index: Int)
    case noKey

    /// A clause that says what is wrong.
    public var description: String {
      switch self {
      case .noList: "there is no list \"keys\""
      case .tooManyKeys(let limit): "there are more than \(limit) keys"
      case .damagedKey(let index): "\"x\" of key \(index) is not 32 bytes in base64url"
      case .noKey: "there is no key with \"crv\": \"Ed25519\""
      }
    }
  }
}

extension WebhookKeySet.Key {
  fileprivate var json: JSONValue {
    [
      "kty": "OKP", "crv": "Ed25519", "kid": .string(id),
      "x": .string(Base64URL.text(bytes, .padded)), "use": "sig",
    ]
  }
}
