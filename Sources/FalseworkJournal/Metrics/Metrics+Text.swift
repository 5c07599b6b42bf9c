// Falsework
// SPDX-License-Identifier: MIT

extension Metrics {
  /// The content type of `text`.
  public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// The counts in Prometheus' text format 0.0.4, in an order that does not change.
  public var text: String {
    var text = MetricsText()
    writeExchanges(to: &text)
    writeFaults(to: &text)
    writeJobs(to: &text)
    writeJournal(to: &text)
    return text.text
  }

  private func writeExchanges(to text: inout MetricsText) {
    let sorted = operations.sorted { $0.key < $1.key }
    text.begin(
      "falsework_exchanges_total", .counter,
      help: "Exchanges by operation and class of status; none where there was no reply.")
    for (name, operation) in sorted {
      for (status, count) in operation.statuses.enumerated() where count > 0 {
        text.sample(
          "falsework_exchanges_total",
          ["operation": name, "status": status == 0 ? "none" : "\(status)xx"], count)
      }
    }
    text.begin(
      "falsework_request_bytes_total", .counter, help: "Bytes of content that came in.")
    for (name, operation) in sorted {
      text.sample("falsework_request_bytes_total", ["operation": name], operation.requestBytes)
    }
    text.begin(
      "falsework_response_bytes_total", .counter,
      help: "Bytes of head and content that went out, before TLS.")
    for (name, operation) in sorted {
      text.sample("falsework_response_bytes_total", ["operation": name], operation.responseBytes)
    }
    text.begin(
      "falsework_exchange_duration_seconds", .histogram,
      help: "Real time from the arrival of a request to the end of the exchange.")
    for (name, operation) in sorted {
      text.samples(
        "falsework_exchange_duration_seconds", ["operation": name], operation.durations)
    }
    text.begin(
      "falsework_deliveries_total", .counter, help: "Exchanges by how they ended on the wire.")
    for (word, count) in deliveries.sorted(by: { $0.key < $1.key }) {
      text.sample("falsework_deliveries_total", ["delivery": word], count)
    }
  }

  private func writeFaults(to text: inout MetricsText) {
    text.begin(
      "falsework_faults_total", .counter,
      help: "Faults that fired, by scenario and by how far they came.")
    for (scenario, states) in faults.sorted(by: { $0.key < $1.key }) {
      for (state, count) in states.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        text.sample(
          "falsework_faults_total", ["scenario": scenario, "state": state.rawValue], count)
      }
    }
    text.begin(
      "falsework_delay_requested_seconds", .histogram,
      help: "Delays before replies as faults asked for them, by the mock's clock.")
    text.samples("falsework_delay_requested_seconds", [:], delaysRequested)
    text.begin(
      "falsework_delay_achieved_seconds", .histogram,
      help: "Delays before replies as clients met them, by the mock's clock.")
    text.samples("falsework_delay_achieved_seconds", [:], delaysAchieved)
  }

  private func writeJobs(to text: inout MetricsText) {
    text.begin("falsework_jobs", .gauge, help: "Jobs by their phase.")
    for phase in JournalJob.Phase.allCases {
      text.sample("falsework_jobs", ["phase": phase.rawValue], jobs[phase] ?? 0)
    }
    text.begin("falsework_webhooks_total", .counter, help: "Tries of webhooks by their outcome.")
    for (outcome, count) in webhooks.sorted(by: { $0.key < $1.key }) {
      text.sample("falsework_webhooks_total", ["outcome": outcome], count)
    }
  }

  private func writeJournal(to text: inout MetricsText) {
    text.begin("falsework_journal_bytes", .gauge, help: "Bytes of memory of the journal.")
    text.sample("falsework_journal_bytes", [:], journalBytes)
    text.begin("falsework_journal_entries", .gauge, help: "Exchanges that the journal keeps.")
    text.sample("falsework_journal_entries", [:], journalEntries)
    text.begin(
      "falsework_journal_evicted_total", .counter,
      help: "Exchanges that the journal let go of to stay within its budget.")
    text.sample("falsework_journal_evicted_total", [:], journalEvicted)
  }
}
