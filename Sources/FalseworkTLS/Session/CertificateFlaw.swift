// Falsework
// SPDX-License-Identifier: MIT

/// What is wrong with a certificate that is shown in order to be refused.
public enum CertificateFlaw: Sendable, Hashable, CaseIterable {
  /// It is for another host.
  case wrongName
  /// Its time is over since a day.
  case expired
  /// An authority has signed it that nobody trusts.
  case untrusted
}
