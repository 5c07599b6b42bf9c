// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkHTTP

extension OutboundConnection {
  /// Takes bytes that came from the socket.
  func take(_ bytes: UnsafeRawBufferPointer) {
    guard let filter else {
      machine.receive(bytes)
      return pump()
    }
    var plaintext: [UInt8] = []
    filterState = output.withBytes { output in
      filter.receive(bytes, plaintext: &plaintext, outbound: &output)
    }
    switch filterState {
    case .handshaking:
      return
    case .failed(let reason):
      return end(.failure(.init(.tls, "no TLS with \(address): \(reason)")))
    case .open, .endOfStream:
      if stage == .shakingHands { sendRequest() }
    }
    plaintext.withUnsafeBytes { machine.receive($0) }
    if filterState == .endOfStream { machine.receiveEndOfStream() }
    pump()
  }

  /// Takes the end of the connection.
  func takeEnd() {
    if stage == .shakingHands {
      return end(.failure(.init(.tls, "\(address) ended the connection in the TLS handshake")))
    }
    // RFC 9112 §9.8: without a closing message of TLS, anybody may have cut such content short.
    if filter != nil, reply?.framing == .untilClose {
      return end(.failure(.init(.broken, "\(address) ended TLS without saying so")))
    }
    machine.receiveEndOfStream()
    pump()
  }

  /// Takes the events that the machine has.
  private func pump() {
    guard stage == .exchanging else { return }
    do throws(HTTPResponseFailure) {
      while stage == .exchanging, let event = try machine.nextEvent() {
        switch event {
        case .informational: continue
        case .head(let head, let framing): reply = Reply(head: head, framing: framing)
        case .body(let bytes): add(bytes)
        case .end: finish()
        }
      }
    } catch {
      end(.failure(HTTPClientError(error, from: address)))
    }
  }

  private func add(_ bytes: [UInt8]) {
    let limit = request.replyContentBytesMax
    let room = limit - (reply?.content.count ?? 0)
    reply?.content += bytes.prefix(room)
    guard bytes.count > room else { return }
    switch request.overlong {
    case .cut: finish()
    case .failure:
      end(.failure(.init(.tooLarge, "the reply of \(address) has more than \(limit) bytes")))
    }
  }

  private func finish() {
    guard let reply else { return }
    end(
      .success(
        OutboundReply(
          status: reply.head.status, fields: reply.head.fields, content: reply.content)))
  }
}
