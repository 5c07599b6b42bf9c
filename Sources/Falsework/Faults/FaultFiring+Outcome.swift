// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkFaults

extension FaultFiring {
  /// What became of the fault in an exchange that has ended; `nil` while that is not known, as what
  /// was done to a job or its webhook shows later.
  ///
  /// A fault is delivered if one of its actions was.
  func outcome(of exchange: FinishedExchange, _ known: ExchangeNote.State) -> Outcome? {
    var (isKnown, missed) = (true, Outcome?.none)
    for action in actions {
      switch outcome(of: action, exchange, known) {
      case .delivered?: return .delivered
      case .missed(let miss)?: missed = missed ?? .missed(miss)
      case nil: isKnown = false
      }
    }
    return isKnown ? missed : nil
  }

  private func outcome(
    of action: FaultActionKind, _ exchange: FinishedExchange, _ known: ExchangeNote.State
  ) -> Outcome? {
    if known.idle.contains(action) { return .missed(.nothingToChange) }
    switch action {
    case .job, .webhook:
      return known.job == nil ? .missed(.noJob) : nil
    case .delay:
      // Whoever gave up while it was held back has met it.
      return known.delayed.map { $0 > .zero } == true || exchange.wireBytes == 0
        ? .delivered : .missed(.clientGone)
    case .error, .reply, .json, .headers, .status, .date, .rateLimit, .file:
      return exchange.hasReachedClient ? .delivered : .missed(.clientGone)
    case .garbage:
      let hasReached = exchange.hasReachedClient || exchange.spoiltBytesLeft
      return hasReached ? .delivered : .missed(.clientGone)
    case .corrupt, .framing:
      // Whoever hangs up on spoilt bytes, before the end of the reply, has met them.
      return exchange.hasPerformed || exchange.spoiltBytesLeft ? .delivered : missed(exchange)
    case .reset, .close, .pause:
      return exchange.hasPerformed ? .delivered : missed(exchange)
    case .bandwidth, .drip, .stall:
      // Whoever gave up on a reply that came too slowly has met it.
      return exchange.hasPerformed || exchange.hasBegun ? .delivered : missed(exchange)
    case .certificate:
      return .delivered
    }
  }

  private func missed(_ exchange: FinishedExchange) -> Outcome {
    switch exchange.performance {
    case .clientLeft?: .missed(.clientGone)
    case .brokenOff?: .missed(.serverStopped)
    case .complete?, .ended?: .missed(.notReached)
    case nil: .missed(exchange.delivery == .clientGone ? .clientGone : .nothingToChange)
    }
  }
}

extension FinishedExchange {
  /// Whether the performance went to its end while the client was there.
  fileprivate var hasPerformed: Bool {
    switch performance {
    case .complete?, .ended?: true
    case .clientLeft?, .brokenOff?, nil: false
    }
  }

  fileprivate var hasBegun: Bool { performance != nil && wireBytes > 0 }

  /// Whether the client was there for the reply, whole or as far as it was meant to go.
  fileprivate var hasReachedClient: Bool {
    delivery == .delivered || hasPerformed && wireBytes > 0
  }
}
