// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkHTTP
internal import HTTPTypes

/// The request that a connection is reading or answering.
struct ConnectionExchange {
  let head: HTTPRequestHead
  var content: [UInt8] = []
  /// Where the content goes instead, if it is to be a file.
  var draft: ContentDraft?
  var stage = Stage.reading

  enum Stage {
    case reading
    /// The handler has the request; the task produces the reply.
    case awaiting(request: ServerRequest, since: UInt64, task: Task<Void, Never>)
    /// The reply is under way.
    case replying(Reply)
  }

  /// A reply whose head was written.
  struct Reply {
    let request: ServerRequest
    let since: UInt64
    let status: HTTPResponse.Status
    /// The bytes of content that were written, whether the system has taken them or not.
    var contentBytes = 0
    /// The bytes of head and content that were written, before any filter.
    var wireBytes = 0
    /// How it is performed, if not plainly.
    var performance: WireProgress?
    /// How it ended the connection on purpose.
    var ending: WireEnding?
    /// What is still to come of the content.
    var rest = Rest.none

    enum Rest {
      case none
      case file(FileContent)
      case stream(StreamProgress)
    }

    /// The end of the exchange while so many bytes of the connection are pending.
    func finished(
      at now: UInt64, _ delivery: FinishedExchange.Delivery, pendingBytes: Int = 0
    ) -> FinishedExchange {
      FinishedExchange(
        request: request, status: status, contentBytes: max(0, contentBytes - pendingBytes),
        wireBytes: max(0, wireBytes - pendingBytes), duration: .nanoseconds(Int64(now - since)),
        delivery: ending == nil ? delivery : deliveryBeforeEnding,
        performance: outcome(delivery),
        spoiltBytesLeft: performance?.performer.bytesToLastSpoilt.map {
          $0 <= wireBytes - pendingBytes
        } ?? false)
    }

    private var deliveryBeforeEnding: FinishedExchange.Delivery {
      performance?.performer.isWhole == true ? .delivered : .cutShort
    }

    private func outcome(
      _ delivery: FinishedExchange.Delivery
    ) -> FinishedExchange.Performance? {
      if let ending { return .ended(ending) }
      if performance == nil { return nil }
      switch delivery {
      case .delivered: return .complete
      case .clientGone: return .clientLeft
      case .cutShort: return .brokenOff
      }
    }
  }

  /// Ends the exchange before its reply is complete; `nil` if the handler never had the request.
  func breakOff(
    at now: UInt64, _ delivery: FinishedExchange.Delivery, pendingBytes: Int
  ) -> FinishedExchange? {
    switch stage {
    case .reading:
      return nil
    case .awaiting(let request, let since, let task):
      task.cancel()
      return Reply(request: request, since: since, status: .clientClosedRequest)
        .finished(at: now, delivery)
    case .replying(let reply):
      if case .stream(let progress) = reply.rest { progress.cancel() }
      return reply.finished(at: now, delivery, pendingBytes: pendingBytes)
    }
  }
}

/// An exchange whose reply is complete but not yet in the system's hands.
struct UnconfirmedExchange {
  let reply: ConnectionExchange.Reply
  /// Where its last byte lies in the stream of all bytes of the connection.
  let outputEnd: UInt64
}

extension HTTPResponse.Status {
  /// What nginx has made the custom for requests whose client did not wait for the reply.
  static let clientClosedRequest = HTTPResponse.Status(
    code: 499, reasonPhrase: "Client Closed Request")
}
