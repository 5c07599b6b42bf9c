// Falsework
// SPDX-License-Identifier: MIT

import HTTPTypes

/// The field names that are common on the wire, made once.
///
/// A name is found only in the spelling it has here, so that the received spelling is kept.
struct FieldNameTable: Sendable {
  private struct Entry: Sendable {
    let name: HTTPField.Name
    let role: FieldRole
    let bytes: [UInt8]

    func isSpelt(_ other: UnsafeBufferPointer<UInt8>) -> Bool {
      guard bytes.count == other.count else { return false }
      for index in bytes.indices where bytes[index] != other[index] { return false }
      return true
    }
  }

  static let common = FieldNameTable(titleCase.flatMap { [$0, lowercased($0)] })

  private var entries: [Entry] = []
  /// Open addressing: an entry stands at its hash or in the next free slot; -1 is free.
  private var entryOfSlot: [Int16] = Array(repeating: -1, count: slotCount)

  /// A power of two, so that a mask keeps a slot in range.
  private static let slotCount = 512
  private static let slotMask = slotCount - 1

  private init(_ names: [HTTPField.Name]) {
    precondition(names.count <= Self.slotCount / 2, "the table of names is too full to be fast")
    for name in names {
      let bytes = Array(name.rawName.utf8)
      var slot = bytes.withUnsafeBufferPointer(Self.slot)
      while entryOfSlot[slot] >= 0 { slot = (slot + 1) & Self.slotMask }
      entryOfSlot[slot] = Int16(entries.count)
      entries.append(Entry(name: name, role: FieldRole(name), bytes: bytes))
    }
  }

  /// Returns the name that is spelt exactly so, with the part it plays.
  func find(_ bytes: UnsafeBufferPointer<UInt8>) -> (HTTPField.Name, FieldRole)? {
    var slot = Self.slot(bytes)
    while entryOfSlot[slot] >= 0 {
      let index = Int(entryOfSlot[slot])
      if entries[index].isSpelt(bytes) { return (entries[index].name, entries[index].role) }
      slot = (slot + 1) & Self.slotMask
    }
    return nil
  }

  private static func slot(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard let first = bytes.first, let last = bytes.last else { return 0 }
    let middle = bytes[bytes.count / 2]
    let hash = bytes.count &* 31 &+ Int(first) &* 7 &+ Int(middle) &* 13 &+ Int(last)
    return hash & slotMask
  }

  private static func lowercased(_ name: HTTPField.Name) -> HTTPField.Name {
    HTTPField.Name(parsed: name.canonicalName) ?? name
  }

  private static let titleCase: [HTTPField.Name] = known + others.compactMap { HTTPField.Name($0) }

  private static let known: [HTTPField.Name] = [
    .accept, .acceptEncoding, .acceptLanguage, .acceptRanges, .accessControlAllowHeaders,
    .accessControlAllowMethods, .accessControlAllowOrigin, .accessControlExposeHeaders,
    .accessControlMaxAge, .accessControlRequestHeaders, .accessControlRequestMethod, .age,
    .allow, .authorization, .cacheControl, .connection, .contentDisposition, .contentEncoding,
    .contentLength, .contentRange, .contentType, .cookie, .date, .eTag, .expect, .expires,
    .ifMatch, .ifModifiedSince, .ifNoneMatch, .ifRange, .lastModified, .location, .origin,
    .priority, .proxyAuthorization, .range, .referer, .retryAfter, .server, .setCookie, .te,
    .traceparent, .tracestate, .trailer, .transferEncoding, .upgrade, .userAgent, .vary, .via,
    .wwwAuthenticate,
  ]

  private static let others = [
    "DNT", "Host", "Keep-Alive", "Pragma", "Proxy-Connection", "Sec-Fetch-Dest",
    "Sec-Fetch-Mode", "Sec-Fetch-Site", "Upgrade-Insecure-Requests", "X-Forwarded-For",
    "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "X-Request-ID",
  ]
}
