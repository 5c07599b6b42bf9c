// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import Glibc

/// An input that asks for a scenario: by a URL such as `https://falsework.test/slow-queue/cat.png`,
/// or by the scenario's magic seed.
///
/// So a client meets it whose key and headers nobody can change. The domain `test` is nobody's
/// (RFC 6761 §6.2).
enum MagicInput {
  static let host = "falsework.test"
  /// The largest body that is searched for a magic seed, in bytes.
  private static let seededBytesMax = 64 * 1024
  /// How deep inputs are searched.
  private static let depthMax = 16

  /// The name of the scenario that a body asks for, if any.
  static func scenario(in body: [UInt8], _ library: ScenarioLibrary) -> String? {
    // Larger bodies hold pictures, which would be read twice.
    guard body.mentionsMagicHost || body.count <= seededBytesMax,
      let input = try? JSONValue.parse(body, reading: .python)
    else { return nil }
    if let seed = input[FieldConventions.seed]?.numberValue?.intValue,
      let name = library.name(ofMagicSeed: seed)
    {
      return name
    }
    return scenario(in: input, depth: 0)
  }

  /// The name of the scenario that an input asks for, if any.
  static func scenario(in input: JSONValue, depth: Int = 0) -> String? {
    guard depth < depthMax else { return nil }
    switch input {
    case .string(let text): return name(in: text)
    case .array(let values):
      return values.lazy.compactMap { scenario(in: $0, depth: depth + 1) }.first
    case .object(let object):
      return object.members.lazy.compactMap { scenario(in: $0.value, depth: depth + 1) }.first
    case .null, .bool, .number: return nil
    }
  }

  private static func name(in text: String) -> String? {
    for scheme in ["https://", "http://"] where text.hasPrefix(scheme + host + "/") {
      let rest = text.dropFirst(scheme.count + host.count + 1)
      let name = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
      return name.isEmpty ? nil : String(name)
    }
    return nil
  }
}

extension [UInt8] {
  /// Whether the magic host stands somewhere in these bytes, found by its dot, as pictures in
  /// Base64 have none.
  fileprivate var mentionsMagicHost: Bool {
    let host = Array(MagicInput.host.utf8)
    guard let dot = host.firstIndex(of: UInt8(ascii: ".")) else { return false }
    return withUnsafeBytes { bytes in
      var start = dot
      while start < bytes.count, let base = bytes.baseAddress,
        let found = memchr(base + start, Int32(host[dot]), bytes.count - start)
      {
        let place = found - UnsafeMutableRawPointer(mutating: base)
        let end = place - dot + host.count
        if end <= bytes.count, bytes[(place - dot)..<end].elementsEqual(host) { return true }
        start = place + 1
      }
      return false
    }
  }
}
