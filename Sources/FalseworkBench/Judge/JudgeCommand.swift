// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import FalseworkContract
internal import FalseworkJournal
internal import FalseworkProtocol

/// Measures how fast a record of a check is read and judged.
struct JudgeCommand: BenchSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "judge",
    abstract: "Measure how fast the contract judges what clients did.",
    discussion: """
      FILE is what falsework check --record wrote. Each of its drills is repeated, with jobs and \
      exchanges of their own one after the other, until there are as many exchanges as asked for. \
      Figures are medians of the rounds, ± half of their spread.
      """)

  @Argument(help: ArgumentHelp("A record."))
  var file: String

  @Option(help: "The number of exchanges to judge.")
  var exchanges = 100_000

  @Option(help: "The number of rounds.")
  var rounds = 5

  @Option(help: ArgumentHelp("A file for the values of every round.", valueName: "file"))
  var json: String?

  func validate() throws {
    try Self.check(rounds: rounds, seconds: 1)
    guard (1...10_000_000).contains(exchanges) else {
      throw ValidationError("--exchanges must be between 1 and 10000000, not \(exchanges)")
    }
  }

  func run(_ console: Console) throws(BenchFailure) -> BenchVerdict {
    let load = Self.loadBefore(console)
    let records = try repeatedRecords()
    let count = records.reduce(0) { $0 + $1.exchanges.count }
    let written = RecordFile.bytes(of: records)
    var (judging, reading): ([Double], [Double]) = ([], [])
    for round in 1...rounds {
      console.complain("round \(round) of \(rounds)")
      judging.append(Self.seconds { _ = Verdict(judging: records).findings.count })
      reading.append(Self.seconds { _ = try? RecordFile.records(in: written).count })
    }
    var report = BenchReport(
      circumstances: Self.circumstances(load: load) + [("drills", "\(records.count)")],
      peerName: "peer")
    let target: Target? = count >= 100_000 ? .valueAtMost(2) : nil
    report.readings = [
      Reading(
        "judge", "verdict on \(count) exchanges", .seconds, ours: Samples(judging), target: target),
      Reading("judge", "reading their record", .seconds, ours: Samples(reading)),
    ]
    try Self.publish(report, console, file: json)
    return .clean
  }

  private static func seconds(_ work: () -> Void) -> Double {
    let began = BenchClock.now
    work()
    return Double(BenchClock.now - began) / 1e9
  }

  private func repeatedRecords() throws(BenchFailure) -> [DrillRecord] {
    guard let bytes = File.bytes(at: file) else { throw BenchFailure("cannot read \(file)") }
    let records: [DrillRecord]
    do {
      records = try RecordFile.records(in: bytes)
    } catch {
      throw BenchFailure("\(file): \(error)")
    }
    let count = records.reduce(0) { $0 + $1.exchanges.count }
    guard count > 0 else { throw BenchFailure("\(file) has no exchange") }
    return records.map { $0.repeated((exchanges + count - 1) / count) }
  }
}

extension DrillRecord {
  /// The drill, so many times over.
  fileprivate func repeated(_ times: Int) -> DrillRecord {
    guard let first = exchanges.first, let last = exchanges.last else { return self }
    var record = self
    let span = first.times.arrived.duration(to: last.times.ended) + .seconds(1)
    for turn in 1..<max(times, 1) {
      let delay = span * turn
      record.exchanges += exchanges.enumerated().map { index, exchange in
        var entry = exchange
        entry.id = turn * exchanges.count + index + 1
        entry.job?.requestID += "-\(turn)"
        entry.times.arrived = entry.times.arrived.advanced(by: delay)
        entry.times.firstByte = entry.times.firstByte?.advanced(by: delay)
        entry.times.ended = entry.times.ended.advanced(by: delay)
        for job in jobs {
          entry.request.path.replace(job.requestID, with: job.requestID + "-\(turn)")
        }
        return entry
      }
      record.jobs += jobs.map { job in
        var job = job
        job.requestID += "-\(turn)"
        return job
      }
    }
    return record
  }
}
