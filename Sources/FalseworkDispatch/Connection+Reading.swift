// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
internal import FalseworkHTTP
internal import Glibc
internal import HTTPTypes

extension Connection {
  /// The first byte of a TLS handshake (RFC 8446 §5.1).
  private static let handshakeByte: UInt8 = 0x16

  /// Reads what is there, up to the loop's scratch space.
  func readOnce() {
    let count = recv(descriptor, loop.scratch.baseAddress, loop.scratch.count, 0)
    if count > 0 {
      renewWait(.content)
      take(UnsafeRawBufferPointer(rebasing: loop.scratch[..<count]))
    } else if count == 0 {
      peerClosed()
    } else if errno != EAGAIN, errno != EINTR {
      abandon(.clientGone)
    }
  }

  /// RFC 9112 §9.6: a client may close its side and still wait for its reply.
  private func peerClosed() {
    peerHasClosed = true
    // While a reply pauses, nothing would tell that its client is gone.
    guard stage == .serving, !isPausing else { return abandon(.clientGone) }
    // Most often the client has hung up. Whoever works for it may stop, but what it answers is
    // sent: it may be heard.
    if case .awaiting(_, _, let task) = exchange?.stage { task.cancel() }
    machine.receiveEndOfStream()
    pump()
  }

  private func take(_ bytes: UnsafeRawBufferPointer) {
    guard stage == .serving, let first = bytes.first else { return }
    switch layer {
    case .undecided where first == Self.handshakeByte:
      switch service.filter(inTunnelTo: tunnel) {
      case .filter(let filter): takeFiltered(bytes, filter)
      case .end(let ending): stage = .ending(ending)
      }
    case .undecided, .plain:
      layer = .plain
      machine.receive(bytes)
      pump()
    case .filtered(let filter, .handshaking), .filtered(let filter, .open):
      takeFiltered(bytes, filter)
    case .filtered(_, .endOfStream), .filtered(_, .failed), .ended:
      break
    }
  }

  private func takeFiltered(_ bytes: UnsafeRawBufferPointer, _ filter: any ByteFilter) {
    var plaintext: [UInt8] = []
    let state = output.withBytes { output in
      filter.receive(bytes, plaintext: &plaintext, outbound: &output)
    }
    layer = .filtered(filter, state)
    if case .failed = state {
      // No reply passes the filter any more, but what it left in `output`, such as an alert, does.
      breakOffExchange(.clientGone)
      stage = .closing
      return
    }
    if !plaintext.isEmpty { plaintext.withUnsafeBytes { machine.receive($0) } }
    if state == .endOfStream { machine.receiveEndOfStream() }
    pump()
  }

  /// Takes the events that the machine has, as long as there is room for replies.
  func pump() {
    isHeldBack = false
    do {
      while stage == .serving {
        if output.isFull {
          isHeldBack = true
          return
        }
        guard let event = try machine.nextEvent() else { break }
        try handle(event)
      }
    } catch {
      refuse(error)
    }
    if machine.phase == .closed, stage == .serving { stage = .closing }
  }

  private func handle(_ event: HTTPServerEvent) throws(HTTPRefusal) {
    switch event {
    case .head(let head):
      exchange = ConnectionExchange(head: head)
      if head.method == .connect { return connect(head) }
      if head.body != .none { try admitContent(of: head) }
      // Nothing comes of it where the content was refused.
      write(machine.continueBytes())
    case .body(let bytes):
      takeContent(bytes)
    case .end:
      dispatch()
    }
  }

  /// Answers a request that is not to be served, and closes.
  ///
  /// Without words of its own, the reply is the refusal's.
  func refuse(_ refusal: HTTPRefusal, _ words: [UInt8]? = nil) {
    let fields: HTTPFields = words == nil ? [:] : [.contentType: "text/plain; charset=utf-8"]
    write(machine.refuse(refusal, fields: fields, content: words))
    exchange = nil
    stage = .closing
  }

  private func connect(_ head: HTTPRequestHead) {
    guard case .authority(let authority) = head.target else { return }
    guard tunnel == nil, case .plain = layer else {
      return refuseTunnel(head, ServerReply(.notImplemented))
    }
    switch service.tunnel(to: authority) {
    case .refuse(let reply): refuseTunnel(head, reply)
    case .open: openTunnel(to: authority)
    case .end(let ending):
      let request = ServerRequest(head: head, arrival: arrival)
      exchange?.stage = .replying(
        ConnectionExchange.Reply(
          request: request, since: loop.now, status: .clientClosedRequest))
      stage = .ending(ending)
    }
  }

  private func refuseTunnel(_ head: HTTPRequestHead, _ reply: ServerReply) {
    let request = ServerRequest(head: head, arrival: arrival)
    var reply = reply
    // What follows may be meant for the tunnel already.
    reply.fields[.connection] = "close"
    begin(reply, to: request, since: loop.now)
  }

  private func openTunnel(to authority: HTTPAuthority) {
    let (reply, leftover) = machine.openTunnel()
    write(reply)
    exchange = nil
    tunnel = authority
    layer = .undecided
    isFresh = true
    renewWait(.firstRequest)
    machine = HTTPServerMachine(limits: configuration.machineLimits)
    leftover.withUnsafeBytes { take($0) }
  }

  var arrival: ServerRequest.Arrival {
    let security: ServerRequest.Security = if case .filtered = layer { .tls } else { .plain }
    let number: UInt64 = if case .served(let number) = admission { number } else { 0 }
    return ServerRequest.Arrival(security: security, tunnel: tunnel, connection: number)
  }

  /// Hands the request to the service.
  private func dispatch() {
    guard let current = exchange, case .reading = current.stage else { return }
    var request = ServerRequest(
      head: current.head, content: current.content, file: current.draft?.finish(),
      arrival: arrival)
    exchange?.content = []
    exchange?.draft = nil
    let since = loop.now
    request.note = service.note(on: request, &serviceMemory)
    let answer = service.answer(request, &serviceMemory)
    request.file = nil
    switch answer {
    case .now(let reply):
      begin(reply, to: request, since: since)
    case .later(let produce):
      // A handler that is deaf to its cancellation must not keep the connection's memory.
      let task = Task { [loop, weak self] in
        let reply = await produce()
        loop.perform { [weak self] in self?.deliver(reply) }
      }
      exchange?.stage = .awaiting(request: request, since: since, task: task)
    }
  }
}
