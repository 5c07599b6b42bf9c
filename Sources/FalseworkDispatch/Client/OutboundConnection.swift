// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkHTTP
internal import Glibc
internal import HTTPTypes

/// The connection of one outbound request, from dialling to the end of the reply.
///
/// Theory of operation.
///
///     idle ──start──▶ connecting ──connected──▶ shaking hands ──open──▶ exchanging ──▶ closed
///       │                 │            └─────── without a filter ──────▶   │             ▲
///       └──── giveUp ─────┴────── error, deadline, giveUp ─────────────────┴─────────────┘
///
/// Each way to `closed` goes through `end`, which answers the one who waits exactly once.
final class OutboundConnection: EventReceiver, @unchecked Sendable {
  // Safe: everything that changes is used on the loop's queue only.
  typealias Outcome = Result<OutboundReply, HTTPClientError>

  enum Stage {
    case idle
    case connecting
    case shakingHands
    case exchanging
    case closed
  }

  /// The head of the reply, and what has come of its content.
  struct Reply {
    let head: HTTPResponseHead
    let framing: HTTPResponseFraming
    var content: [UInt8] = []
  }

  let request: OutboundRequest
  let address: SocketAddress
  let loop: EventLoop
  private let security: HTTPClientConfiguration.Security?
  private var continuation: CheckedContinuation<Outcome, Never>?
  private var descriptor: CInt = -1
  private(set) var deadline: UInt64?
  var queuedDeadline: UInt64?

  private(set) var stage = Stage.idle
  private(set) var filter: (any ByteFilter)?
  var filterState = ByteFilterState.handshaking
  var machine: HTTPClientMachine
  var output = OutputBuffer()
  var reply: Reply?
  private var interest: Interest = [.writing]
  /// Whether the peer takes no more; it may have replied before.
  private var isSendingOver = false

  init(
    _ request: OutboundRequest, to address: SocketAddress, on loop: EventLoop,
    security: HTTPClientConfiguration.Security?, deadline: UInt64
  ) {
    self.request = request
    self.address = address
    self.loop = loop
    self.security = security
    self.deadline = deadline
    machine = HTTPClientMachine(limits: request.limits)
  }

  func start(_ continuation: CheckedContinuation<Outcome, Never>) {
    guard stage == .idle else { return continuation.resume(returning: .failure(.cancelled)) }
    self.continuation = continuation
    stage = .connecting
    let kind = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(address.family, kind, 0)
    guard descriptor >= 0 else { return end(connectFailure(errno)) }
    var yes: CInt = 1
    setsockopt(
      descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<CInt>.size))
    let failure = address.connect(descriptor)
    guard failure == 0 || failure == EINPROGRESS,
      loop.register(descriptor, interest, self)
    else {
      close(descriptor)
      return end(connectFailure(failure == 0 ? errno : failure))
    }
    self.descriptor = descriptor
    loop.watchDeadline(of: self)
  }

  /// Ends the request from anywhere, before its start or later.
  func giveUp() {
    loop.perform { self.end(.failure(.cancelled)) }
  }

  func ready(_ events: Interest) {
    switch stage {
    case .connecting:
      finishConnecting()
    case .shakingHands, .exchanging:
      if events.contains(.reading) || !events.isDisjoint(with: .gone) { readOnce() }
    case .idle, .closed:
      break
    }
    flush()
  }

  func deadlinePassed() {
    let awaited =
      switch stage {
      case .idle, .connecting: "a connection"
      case .shakingHands: "the TLS handshake"
      case .exchanging, .closed: reply == nil ? "a reply" : "the end of the reply"
      }
    let seconds = Double(request.timeout.nanoseconds) / 1e9
    end(.failure(.init(.timedOut, "\(address) did not give \(awaited) within \(seconds) s")))
  }

  /// Answers the one who waits, and closes.
  func end(_ outcome: Outcome) {
    guard stage != .closed else { return }
    stage = .closed
    deadline = nil
    queuedDeadline = nil
    if descriptor >= 0 {
      sendLastWords()
      loop.close(descriptor)
    }
    continuation?.resume(returning: outcome)
    continuation = nil
  }

  /// Tells a peer behind a filter why nothing more comes, as far as the system takes it at once.
  private func sendLastWords() {
    guard let filter, !isSendingOver else { return }
    switch filterState {
    case .open, .endOfStream: output.withBytes { filter.close(outbound: &$0) }
    case .handshaking, .failed: break
    }
    _ = output.send(to: descriptor)
  }

  private func connectFailure(_ number: CInt) -> Outcome {
    .failure(HTTPClientError(connectingTo: address, errorNumber: number))
  }

  private func finishConnecting() {
    var failure: CInt = 0
    var size = socklen_t(MemoryLayout<CInt>.size)
    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &failure, &size)
    guard failure == 0 else { return end(connectFailure(failure)) }
    guard let security else { return sendRequest() }
    do {
      filter = try security(request.url.authority.host)
      stage = .shakingHands
      // A client speaks first: the filter is asked for that before anything has come.
      take(UnsafeRawBufferPointer(start: nil, count: 0))
    } catch {
      end(.failure(.init(.tls, "cannot begin TLS with \(address): \(error)")))
    }
  }

  /// Puts the whole request on its way.
  func sendRequest() {
    stage = .exchanging
    let bytes = machine.send(request.head, body: request.body)
    guard let filter else { return output.append(bytes) }
    output.withBytes { output in
      bytes.withUnsafeBytes { filter.send($0, outbound: &output) }
    }
  }

  private func readOnce() {
    let count = recv(descriptor, loop.scratch.baseAddress, loop.scratch.count, 0)
    if count > 0 {
      take(UnsafeRawBufferPointer(rebasing: loop.scratch[..<count]))
    } else if count == 0 {
      takeEnd()
    } else if errno != EAGAIN, errno != EINTR {
      end(.failure(.init(.broken, "\(address) broke the connection off before the reply's end")))
    }
  }

  /// Sends what can be sent, and sets interest to what is waited for now.
  private func flush() {
    guard stage == .shakingHands || stage == .exchanging else { return }
    if !output.isEmpty, !isSendingOver, output.send(to: descriptor) == .failed {
      isSendingOver = true
    }
    let isSending = !output.isEmpty && !isSendingOver
    let wanted: Interest = isSending ? [.reading, .writing] : [.reading]
    if wanted != interest {
      interest = wanted
      loop.modify(descriptor, wanted)
    }
  }
}
