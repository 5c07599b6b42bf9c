// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
internal import Glibc
internal import Synchronization

/// Finds the addresses of hosts.
///
/// `getaddrinfo` cannot be interrupted, so it runs on queues of its own, few of them, and who waits
/// for it waits a bounded time. Numeric addresses and `localhost` need no waiting.
final class HostResolver: Sendable {
  typealias Found = Result<[IPAddress], HTTPClientError>

  /// The names that are looked up at a time.
  static let laneCountMax = 4
  /// The most names that wait in one lane.
  static let waitingCountMax = 16

  private let lanes = (0..<laneCountMax).map { DispatchQueue(label: "falsework.resolver.\($0)") }
  private let clock = DispatchQueue(label: "falsework.resolver.clock")
  private let waitingCounts = Mutex([Int](repeating: 0, count: laneCountMax))

  /// Returns the addresses of a host, in the order in which they are to be tried.
  func addresses(
    of host: String, within timeout: Duration
  ) async throws(HTTPClientError) -> [IPAddress] {
    if let address = IPAddress(host) { return [address] }
    // RFC 6761 §6.3: these names mean this machine, whatever a server for names may say.
    if host == "localhost" || host.hasSuffix(".localhost") { return IPAddress.localhost }
    guard let lane = enterLane() else {
      throw HTTPClientError(.busy, "too many names wait to be resolved")
    }
    let answer = FirstAnswer<Found>()
    lanes[lane].async { [self] in
      if answer.isAwaited { answer.give(Self.look(up: host)) }
      waitingCounts.withLock { $0[lane] -= 1 }
    }
    clock.asyncAfter(deadline: .now() + .nanoseconds(Int(timeout.nanoseconds))) {
      answer.give(.failure(.init(.unresolved, "the name \(host) was not resolved in time")))
    }
    return try await answer.value().get()
  }

  /// Returns the lane with the fewest names, unless it is full.
  private func enterLane() -> Int? {
    waitingCounts.withLock { counts in
      guard let lane = counts.indices.min(by: { counts[$0] < counts[$1] }),
        counts[lane] < Self.waitingCountMax
      else { return nil }
      counts[lane] += 1
      return lane
    }
  }

  private static func look(up host: String) -> Found {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(host, nil, &hints, &list)
    defer { if let list { freeaddrinfo(list) } }
    var found: [IPAddress] = []
    var next = list
    while let entry = next?.pointee {
      if let address = IPAddress(entry), !found.contains(address) { found.append(address) }
      next = entry.ai_next
    }
    guard status == 0, !found.isEmpty else {
      let reason = status == 0 ? "it has no address" : String(cString: gai_strerror(status))
      return .failure(.init(.unresolved, "the name \(host) cannot be resolved: \(reason)"))
    }
    return .success(found)
  }
}

extension IPAddress {
  /// The address of an entry, where it is one of the Internet's.
  fileprivate init?(_ entry: addrinfo) {
    let address = UnsafeRawPointer(entry.ai_addr)
    switch entry.ai_family {
    case AF_INET:
      guard let version4 = address?.loadUnaligned(as: sockaddr_in.self) else { return nil }
      self.init(octets: withUnsafeBytes(of: version4.sin_addr, Array.init))
    case AF_INET6:
      guard let version6 = address?.loadUnaligned(as: sockaddr_in6.self) else { return nil }
      self.init(octets: withUnsafeBytes(of: version6.sin6_addr, Array.init))
    default:
      return nil
    }
  }
}

/// A value that several may give; the first one counts, and one may wait for it.
private final class FirstAnswer<Value: Sendable>: Sendable {
  private enum State {
    case open
    case awaited(CheckedContinuation<Value, Never>)
    case given(Value)
    case taken
  }

  private let state = Mutex(State.open)

  /// Whether nothing was given yet.
  var isAwaited: Bool {
    state.withLock { state in
      switch state {
      case .open, .awaited: true
      case .given, .taken: false
      }
    }
  }

  func give(_ value: Value) {
    let waiter = state.withLock { state -> CheckedContinuation<Value, Never>? in
      switch state {
      case .open:
        state = .given(value)
        return nil
      case .awaited(let continuation):
        state = .taken
        return continuation
      case .given, .taken:
        return nil
      }
    }
    waiter?.resume(returning: value)
  }

  func value() async -> Value {
    await withCheckedContinuation { continuation in
      let given = state.withLock { state -> Value? in
        if case .given(let value) = state {
          state = .taken
          return value
        }
        state = .awaited(continuation)
        return nil
      }
      if let given { continuation.resume(returning: given) }
    }
  }
}
