// Falsework
// SPDX-License-Identifier: MIT

/// What a load measured.
package struct LoadResult: Sendable {
  /// The number of replies, all of them good.
  package let requestCount: Int
  /// The bytes of content in all replies.
  package let contentBytes: Int
  /// From the first request to the last reply.
  package let seconds: Double
  /// From each request to the end of its reply; with a connection per request, from connecting.
  package let latencies: LatencyHistogram

  package var requestsPerSecond: Double { Double(requestCount) / seconds }

  package var contentBytesPerSecond: Double { Double(contentBytes) / seconds }

  /// The latency in seconds that a share of the requests does not exceed.
  package func latency(_ share: Double) -> Double { Double(latencies.quantile(share)) / 1e9 }
}
