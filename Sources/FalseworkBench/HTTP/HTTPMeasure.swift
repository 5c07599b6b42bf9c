// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser

/// What `http` can measure.
enum HTTPMeasure: String, CaseIterable, ExpressibleByArgument, Sendable {
  case status
  case statusTLS = "status-tls"
  case handshakes
  case download
  case idle
  case start
  case memory

  /// All measures, a line for each.
  static var list: String {
    allCases.map { "  \($0.rawValue): \($0.summary)" }.joined(separator: "\n")
  }

  /// The measure in a line of the help.
  var summary: String {
    switch self {
    case .status: "status requests over 1, 64 and 256 kept connections"
    case .statusTLS: "the same over TLS 1.3 and 64 connections"
    case .handshakes: "new TLS connections, each with a full handshake and one request"
    case .download: "a mesh over 8 connections"
    case .idle: "memory and latency with 10,000 idle connections"
    case .start: "from exec to the first reply, and memory at rest; 11 starts"
    case .memory: "growth of memory over a million requests"
    }
  }

  func readings(_ settings: HTTPSettings) throws(BenchFailure) -> [Reading] {
    switch self {
    case .status: try StatusMeasure.readings(settings)
    case .statusTLS: try StatusMeasure.readingsOverTLS(settings)
    case .handshakes: try HandshakeMeasure.readings(settings)
    case .download: try DownloadMeasure.readings(settings)
    case .idle: try IdleMeasure.readings(settings)
    case .start: try StartMeasure.readings(settings)
    case .memory: try MemoryMeasure.readings(settings)
    }
  }
}
