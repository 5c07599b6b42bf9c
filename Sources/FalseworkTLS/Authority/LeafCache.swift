// Falsework
// SPDX-License-Identifier: MIT

/// The leaf certificates issued most recently, by the names that they certify.
struct LeafCache: Sendable {
  /// The number of leaves kept.
  static let leafCountMax = 256

  private struct Entry {
    var leaf: LeafCertificate
    var lastUse: UInt64
  }

  private var entries: [[HostName]: Entry] = [:]
  private var useCount: UInt64 = 0

  /// Returns the leaf for `hosts` usable at `now`; `issue` makes it if there is none.
  ///
  /// The leaf unused for longest makes room; looking for it costs less than issuing one.
  mutating func leaf(
    for hosts: [HostName], now: Int64, issue: () throws(TLSError) -> LeafCertificate
  ) throws(TLSError) -> LeafCertificate {
    useCount += 1
    if let entry = entries[hosts], entry.leaf.usable.contains(now) {
      entries[hosts]?.lastUse = useCount
      return entry.leaf
    }
    let leaf = try issue()
    entries[hosts] = Entry(leaf: leaf, lastUse: useCount)
    if entries.count > LeafCache.leafCountMax {
      let oldest = entries.min { $0.value.lastUse < $1.value.lastUse }
      if let oldest { entries[oldest.key] = nil }
    }
    return leaf
  }
}
