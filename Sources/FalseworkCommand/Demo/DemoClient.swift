// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
internal import FalseworkHTTP
internal import Glibc
internal import HTTPTypes

/// A careful client of one server on this machine: one request at a time over a real socket.
final class DemoClient: @unchecked Sendable {
  // Safe: what changes is used on the queue only, which also keeps the waiting off the threads
  // that the server's tasks need.
  private let queue = DispatchQueue(label: "falsework.demo")
  private let authority: HTTPAuthority
  private var machine = HTTPClientMachine()
  private let socket: CInt

  /// No single read or write may take longer.
  private static let patienceSeconds = 30

  /// A response that came whole.
  struct Response {
    let head: HTTPResponseHead
    let content: [UInt8]
  }

  /// Connects to a numeric loopback authority such as `127.0.0.1:4010`.
  init(_ authority: HTTPAuthority) throws(CommandFailure) {
    self.authority = authority
    socket = Glibc.socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    var patience = timeval(tv_sec: Self.patienceSeconds, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(
        socket, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(authority.port ?? 80)).bigEndian
    inet_pton(AF_INET, authority.host, &address.sin_addr)
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { throw Self.failure("connect to", authority) }
  }

  deinit { close(socket) }

  /// Sends a request and returns its response.
  func send(
    _ method: HTTPRequest.Method, _ target: RequestTarget, fields: HTTPFields = [:],
    body: HTTPRequestBody = .none
  ) async throws -> Response {
    let request = HTTPClientRequest(
      method: method, target: target, authority: authority, fields: fields)
    return try await withCheckedThrowingContinuation { continuation in
      queue.async {
        continuation.resume(with: Result { try self.exchange(request, body) })
      }
    }
  }

  private func exchange(
    _ request: HTTPClientRequest, _ body: HTTPRequestBody
  ) throws(CommandFailure) -> Response {
    try write(machine.send(request, body: body))
    var head: HTTPResponseHead?
    var content: [UInt8] = []
    while true {
      switch try nextEvent() {
      case .informational: continue
      case .head(let received, _): head = received
      case .body(let bytes): content += bytes
      case .end:
        guard let head else { throw CommandFailure("the server sent no head") }
        return Response(head: head, content: content)
      }
    }
  }

  private func nextEvent() throws(CommandFailure) -> HTTPClientEvent {
    while true {
      do throws(HTTPResponseFailure) {
        if let event = try machine.nextEvent() { return event }
      } catch {
        throw CommandFailure("the server's answer makes no sense: \(error)")
      }
      try read()
    }
  }

  private func read() throws(CommandFailure) {
    var failure: CommandFailure?
    withUnsafeTemporaryAllocation(byteCount: 64 * 1024, alignment: 16) { buffer in
      let count = recv(socket, buffer.baseAddress, buffer.count, 0)
      if count > 0 {
        machine.receive(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      } else if count == 0 {
        machine.receiveEndOfStream()
      } else if errno != EINTR {
        failure = Self.failure("read from", authority)
      }
    }
    if let failure { throw failure }
  }

  private func write(_ bytes: [UInt8]) throws(CommandFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Self.failure("write to", authority) }
      rest = rest.dropFirst(count)
    }
  }

  private static func failure(_ doing: String, _ authority: HTTPAuthority) -> CommandFailure {
    CommandFailure("cannot \(doing) \(authority): \(String(cString: strerror(errno)))")
  }
}
