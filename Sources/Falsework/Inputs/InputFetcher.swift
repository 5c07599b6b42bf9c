// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkHTTP
internal import FalseworkProtocol
internal import HTTPTypes

/// Downloads what inputs name, where the server was told to.
///
/// Who submits may name any host, so the rules are strict: `http` and `https` only, addresses that
/// the whole world can reach unless one was allowed, the address that was checked is the one that
/// is dialled, at every redirect anew, and all of it within bounds.
struct InputFetcher: Sendable {
  static let redirectCountMax = 3
  static let bytesMax = 10 << 20
  static let timeout = Duration.seconds(10)
  /// The most downloads at a time; others wait their turn.
  static let downloadCountMax = 8

  let client: HTTPClient
  private let turns = Turnstile(countMax: downloadCountMax)

  init(_ fetching: InputFetching, _ trust: LocalTrust) throws {
    var configuration = HTTPClientConfiguration()
    configuration.addresses = try fetching.addressPolicy()
    configuration.security = trust.outboundSecurity
    client = try HTTPClient(configuration)
  }

  /// Returns what a URL leads to.
  func content(of url: String) async throws(InputFailure) -> [UInt8] {
    await turns.enter()
    defer { turns.leave() }
    // Other hosts live in real time.
    let end = MockClock.wallTime().advanced(by: Self.timeout)
    var target = try Self.read(url)
    for _ in 0...Self.redirectCountMax {
      let reply = try await get(target, until: end)
      guard reply.status.kind == .redirection, let location = reply.fields[.location] else {
        guard reply.status == .ok else { throw .download }
        return reply.content
      }
      target = try Self.read(location.hasPrefix("/") ? target.origin + location : location)
    }
    throw .download
  }

  private func get(
    _ url: HTTPURL, until end: Timestamp
  ) async throws(InputFailure) -> OutboundReply {
    let timeLeft = MockClock.wallTime().duration(to: end)
    guard timeLeft > .zero else { throw .download }
    var request = OutboundRequest(.get, url, fields: [.acceptEncoding: "identity"])
    request.timeout = timeLeft
    request.replyContentBytesMax = Self.bytesMax
    do {
      return try await client.send(request)
    } catch {
      throw error.code == .tooLarge ? .tooLarge : .download
    }
  }

  private static func read(_ text: String) throws(InputFailure) -> HTTPURL {
    do {
      return try HTTPURL(text)
    } catch {
      throw .download
    }
  }
}

extension HTTPURL {
  /// Scheme and authority.
  fileprivate var origin: String { "\(scheme)://\(authority)" }
}
