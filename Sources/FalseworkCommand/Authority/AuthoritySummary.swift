// Falsework
// SPDX-License-Identifier: MIT

internal import Falsework
internal import FalseworkJSON
internal import FalseworkProtocol
internal import FalseworkTLS

/// What there is to know of an authority, for people and for machines.
struct AuthoritySummary {
  let trust: LocalTrust
  let now: Timestamp

  private static let secondsPerDay: Int64 = 86_400

  init(_ trust: LocalTrust, now: Timestamp) {
    self.trust = trust
    self.now = now
  }

  /// One line for each fact.
  var text: String {
    """
      subject       \(trust.authority.subject)
      SHA-256       \(fingerprint)
      valid         \(validFrom) to \(validUntil), \(daysLeft) days left
      certificate   \(trust.authority.certificatePath)
      private key   \(trust.authority.keyPath), which stays there
      bundle        \(trust.bundle.path), \(bundleContent)
    """
  }

  var json: JSONValue {
    [
      "subject": .string(trust.authority.subject),
      "sha256": .string(fingerprint),
      "not_before": .string(validFrom),
      "not_after": .string(validUntil),
      "days_left": .number(JSONNumber(daysLeft)),
      "ca_file": .string(trust.authority.certificatePath),
      "key_file": .string(trust.authority.keyPath),
      "bundle_file": .string(trust.bundle.path),
      "system_roots_file": trust.bundle.systemRootsPath.map { .string($0) } ?? .null,
      "system_root_count": .number(JSONNumber(trust.bundle.systemRootCount)),
    ]
  }

  /// The digest as other tools show it, in pairs of capital digits.
  private var fingerprint: String {
    let digits = Array(trust.authority.fingerprint.uppercased())
    return stride(from: 0, to: digits.count, by: 2).map { String(digits[$0..<($0 + 2)]) }
      .joined(separator: ":")
  }

  private var validFrom: String { moment(trust.authority.validity.lowerBound) }

  private var validUntil: String { moment(trust.authority.validity.upperBound) }

  private var daysLeft: Int {
    let seconds = trust.authority.validity.upperBound - now.microseconds / 1_000_000
    return Int(seconds / Self.secondsPerDay)
  }

  private var bundleContent: String {
    guard let source = trust.bundle.systemRootsPath else {
      return "which has the authority alone, as the system has no roots"
    }
    return "which has \(trust.bundle.systemRootCount) roots of \(source) and the authority"
  }

  /// A moment as in ISO 8601, to the second.
  private func moment(_ seconds: Int64) -> String {
    Timestamp(microseconds: seconds * 1_000_000).pythonISO.prefix(19) + "Z"
  }
}
