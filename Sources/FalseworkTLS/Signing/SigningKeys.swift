// Falsework
// SPDX-License-Identifier: MIT

/// The two keys of a state folder with which its webhooks are signed.
///
/// The first one signs; the second one is published too, as fal publishes two, so that receivers
/// learn to try every key.
public struct SigningKeys: Sendable {
  /// The largest key file read, in bytes.
  static let fileBytesMax = 64 * 1024

  /// The key that signs.
  public let current: Ed25519PrivateKey
  /// The key that is only published.
  public let other: Ed25519PrivateKey

  /// The public keys in the order in which they are published.
  public var publicKeys: [Ed25519PublicKey] { [current.publicKey, other.publicKey] }

  /// Returns the keys kept in `directory`; what is missing of them is made now, with mode 0600.
  ///
  /// Processes that start at once on one folder get the same keys. Throws when a file is damaged
  /// or can be read by others; the message names the file and the remedy.
  public static func load(orCreateIn directory: String) throws(TLSError) -> SigningKeys {
    OpenSSLLibrary.prepare()
    try PrivateFolder.make(directory)
    return SigningKeys(
      current: try key(in: StateFile(path: directory + "/webhook-key-1.pem")),
      other: try key(in: StateFile(path: directory + "/webhook-key-2.pem")))
  }

  private static func key(in file: StateFile) throws(TLSError) -> Ed25519PrivateKey {
    if let key = try storedKey(in: file) { return key }
    let fresh = try Ed25519PrivateKey.generate()
    if try file.write(fresh.key.pem(), mode: 0o600, .onlyIfAbsent) { return fresh }
    // Another process was faster.
    if let key = try storedKey(in: file) { return key }
    throw TLSError(.incomplete, "\(file.path) was deleted while it was being made")
  }

  private static func storedKey(in file: StateFile) throws(TLSError) -> Ed25519PrivateKey? {
    guard let content = try file.read(byteCountMax: fileBytesMax) else { return nil }
    guard content.mode & 0o077 == 0 else {
      throw TLSError(
        .exposed,
        "\(file.path) can be used by other users of this machine; run: chmod 600 \(file.path)")
    }
    guard let found = PEM.privateKey(in: content.bytes), let key = try? Ed25519PrivateKey(found)
    else {
      throw TLSError(
        .corrupt,
        "\(file.path) holds no Ed25519 key in PEM; delete it to make a new one, which receivers "
          + "of webhooks must then fetch")
    }
    return key
  }
}
