// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkHTTP
internal import FalseworkProtocol
internal import HTTPTypes
internal import Synchronization

/// The fields that every reply has, put into bytes once a second.
final class StandingFields: Sendable {
  /// Whose reply it is.
  enum Author {
    /// One of fal's hosts, whose replies pages of any origin may read.
    case fal
    /// The mock itself.
    case mock
  }

  private struct Second {
    var number: Int64
    var fal: HTTPFieldBlock
    var mock: HTTPFieldBlock
  }

  private static let falFields: HTTPFields = [
    .server: "falsework",
    .accessControlAllowOrigin: "*",
    .accessControlExposeHeaders: "*",
  ]
  private static let mockFields: HTTPFields = [.server: "falsework"]
  private static let falBlock = HTTPFieldBlock(falFields)
  private static let mockBlock = HTTPFieldBlock(mockFields)

  private let latest = Mutex<Second?>(nil)

  /// The fields of a reply that brings a `Date` of its own.
  func undated(_ author: Author) -> HTTPFieldBlock {
    switch author {
    case .fal: Self.falBlock
    case .mock: Self.mockBlock
    }
  }

  /// The fields of a reply that is made now, to be changed.
  static func fields(_ author: Author, _ now: Timestamp) -> HTTPFields {
    let own = author == .fal ? falFields : mockFields
    return [HTTPField(name: .date, value: now.httpDate)] + own
  }

  /// The fields of a reply that is made now.
  func dated(_ author: Author, _ now: Timestamp) -> HTTPFieldBlock {
    let number = now.microseconds / 1_000_000
    return latest.withLock { latest in
      if latest?.number != number { latest = Self.second(number, now.httpDate) }
      guard let latest else { return undated(author) }
      switch author {
      case .fal: return latest.fal
      case .mock: return latest.mock
      }
    }
  }

  private static func second(_ number: Int64, _ date: String) -> Second {
    let field = HTTPField(name: .date, value: date)
    return Second(
      number: number, fal: HTTPFieldBlock([field] + falFields),
      mock: HTTPFieldBlock([field] + mockFields))
  }
}
