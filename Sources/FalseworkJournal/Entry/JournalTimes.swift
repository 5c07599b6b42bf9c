// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol

/// When an exchange happened, by the mock's clock, and how long it really took.
public struct JournalTimes: Sendable, Hashable {
  /// When the whole request was there.
  public var arrived: Timestamp
  /// When the first byte of the reply was handed to the system; `nil` where none was.
  public var firstByte: Timestamp?
  /// When the exchange was over.
  public var ended: Timestamp
  /// The time from arrival to end by the real clock, whatever the mock's clock did.
  public var realDuration: Duration

  /// Creates times.
  public init(
    arrived: Timestamp, firstByte: Timestamp? = nil, ended: Timestamp, realDuration: Duration
  ) {
    self.arrived = arrived
    self.firstByte = firstByte
    self.ended = ended
    self.realDuration = realDuration
  }
}
