// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJournal
import FalseworkProtocol
import Testing

@Suite("Metrics")
struct MetricsTests {
  private func lines(_ metrics: Metrics) -> [String] {
    metrics.text.split(separator: "\n").map(String.init)
  }

  @Test("say of each metric what it is before its samples, once")
  func shape() {
    var metrics = Metrics()
    metrics.count(Samples.full)
    metrics.count(JobEvent.WebhookTry(number: 1, outcome: .answered(status: 204)))
    var (helped, typed) = ([String](), [String]())
    for line in lines(metrics) {
      let words = line.split(separator: " ").map(String.init)
      if line.hasPrefix("# HELP ") {
        helped.append(words[2])
      } else if line.hasPrefix("# TYPE ") {
        #expect(words[2] == helped.last && words.count == 4)
        typed.append(words[2])
      } else {
        #expect(line.hasPrefix(typed.last ?? "?") && words.count == 2)
        #expect(Double(words[1]) != nil)
      }
    }
    #expect(helped == typed && Set(typed).count == typed.count)
    #expect(metrics.text.hasSuffix("\n"))
  }

  @Test("count exchanges, bytes, deliveries, delays and faults")
  func exchanges() {
    var metrics = Metrics()
    metrics.count(Samples.poll(1))
    metrics.count(Samples.full)
    var silent = Samples.poll(3)
    silent.response.status = nil
    silent.operation = "submit"
    metrics.count(silent)
    let lines = lines(metrics)
    for line in [
      #"falsework_exchanges_total{operation="status",status="2xx"} 2"#,
      #"falsework_exchanges_total{operation="submit",status="none"} 1"#,
      #"falsework_request_bytes_total{operation="status"} 5000"#,
      #"falsework_response_bytes_total{operation="status"} 240"#,
      #"falsework_exchange_duration_seconds_count{operation="status"} 2"#,
      #"falsework_deliveries_total{delivery="delivered"} 2"#,
      #"falsework_deliveries_total{delivery="ended_by_reset"} 1"#,
      #"falsework_faults_total{scenario="slow",state="delivered"} 1"#,
      #"falsework_faults_total{scenario="slow",state="missed"} 1"#,
      #"falsework_faults_total{scenario="a",state="armed"} 1"#,
      "falsework_delay_requested_seconds_sum 0.25",
      "falsework_delay_requested_seconds_count 1", "falsework_delay_achieved_seconds_count 1",
    ] {
      #expect(lines.contains(line), "\(line)")
    }
  }

  @Test("count in each bucket what lies up to its bound")
  func buckets() {
    var metrics = Metrics()
    for milliseconds in [0, 1, 2, 400_000] {
      var entry = Samples.poll(1)
      entry.times.realDuration = .milliseconds(milliseconds)
      metrics.count(entry)
    }
    let start = "falsework_exchange_duration_seconds_bucket{operation=\"status\",le="
    let buckets = lines(metrics).filter { $0.hasPrefix(start) }.map { $0.dropFirst(start.count) }
    #expect(
      buckets.prefix(4) == [#""0.0005"} 1"#, #""0.001"} 2"#, #""0.0025"} 3"#, #""0.005"} 3"#])
    #expect(buckets.suffix(2) == [#""300.0"} 3"#, #""+Inf"} 4"#])
  }

  @Test("tell of jobs, webhooks and the journal")
  func others() {
    var (metrics, journal) = (Metrics(), Journal(bytesMax: 10_000))
    for id in 1...20 { journal.record(Samples.poll(id)) }
    metrics.set(journal)
    metrics.set(jobs: [.inQueue: 3])
    for outcome in [
      JobEvent.WebhookTry.Outcome.answered(status: 204), .answered(status: 200),
      .answered(status: 503), .answered(status: 7), .failed(reason: "no\nanswer"),
    ] {
      metrics.count(JobEvent.WebhookTry(number: 1, outcome: outcome))
    }
    let lines = lines(metrics)
    for line in [
      #"falsework_jobs{phase="IN_QUEUE"} 3"#, #"falsework_jobs{phase="COMPLETED"} 0"#,
      #"falsework_webhooks_total{outcome="2xx"} 2"#, #"falsework_webhooks_total{outcome="5xx"} 1"#,
      #"falsework_webhooks_total{outcome="other"} 1"#,
      #"falsework_webhooks_total{outcome="failed"} 1"#,
      "falsework_journal_bytes \(journal.byteCount)",
      "falsework_journal_entries \(journal.count)",
      "falsework_journal_evicted_total \(journal.evictedCount)",
    ] {
      #expect(lines.contains(line), "\(line)")
    }
  }

  @Test("escape what stands in labels, and have so many of them and no more")
  func labels() {
    var metrics = Metrics()
    var entry = Samples.poll(1)
    entry.operation = "a\"b\\c\nd"
    metrics.count(entry)
    #expect(
      lines(metrics).contains(
        #"falsework_exchanges_total{operation="a\"b\\c\nd",status="2xx"} 1"#))
    for number in 1...Metrics.namesMax + 50 {
      entry.operation = "o\(number)"
      metrics.count(entry)
    }
    let operations = lines(metrics).filter { $0.hasPrefix("falsework_exchanges_total{") }
    #expect(operations.count == Metrics.namesMax + 1)
    #expect(operations.contains(#"falsework_exchanges_total{operation="other",status="2xx"} 51"#))
  }
}
