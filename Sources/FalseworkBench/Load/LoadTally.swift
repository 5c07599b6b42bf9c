// Falsework
// SPDX-License-Identifier: MIT

/// What a load has done so far, and whether it may go on.
struct LoadTally {
  private let start: UInt64
  private let deadline: UInt64
  private let requestCountMax: Int
  private var sentCount = 0
  private var doneCount = 0
  private var contentBytes = 0
  private var latencies = LatencyHistogram()

  init(_ limit: LoadLimit, now: UInt64) {
    start = now
    switch limit {
    case .time(let duration): (deadline, requestCountMax) = (now + duration.nanoseconds, .max)
    case .count(let count): (deadline, requestCountMax) = (.max, count)
    }
  }

  /// The requests that have no reply yet.
  var underWayCount: Int { sentCount - doneCount }

  func maySend(at now: UInt64) -> Bool { now < deadline && sentCount < requestCountMax }

  mutating func noteSent() { sentCount += 1 }

  mutating func noteReply(contentBytes: Int, latency: UInt64) {
    doneCount += 1
    self.contentBytes += contentBytes
    latencies.record(latency)
  }

  /// The replies that came after the last request was sent count like all others, so that the
  /// slowest are not left out.
  func result(at now: UInt64) -> LoadResult {
    LoadResult(
      requestCount: doneCount, contentBytes: contentBytes, seconds: Double(now - start) / 1e9,
      latencies: latencies)
  }
}
