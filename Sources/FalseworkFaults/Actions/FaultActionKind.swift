// Falsework
// SPDX-License-Identifier: MIT

/// The words for what a rule does, as scenarios spell them in `do`.
public enum FaultActionKind: String, Sendable, Hashable, CaseIterable {
  case delay
  case bandwidth
  case error
  case reply
  case reset
  case close
  case stall
  case drip
  case pause
  case corrupt
  case garbage
  case framing
  case json
  case headers
  case status
  case date
  case rateLimit = "rate_limit"
  case job
  case file
  case webhook
  case certificate
}
