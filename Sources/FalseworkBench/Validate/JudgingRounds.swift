// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkOpenAPI

/// The figures of each round, ours and Python's.
struct JudgingRounds {
  private var observed: [Double] = []
  private var strict: [Double] = []
  private var parsed: [Double] = []
  private var pydantic: [Double] = []
  private var jsonschema: [Double] = []

  /// How many bodies are judged a second at least.
  static let bodiesTarget = Target.valueAtLeast(200_000)
  /// How many bytes are parsed a second at least.
  static let bytesTarget = Target.valueAtLeast(150e6)

  /// Takes one round, in which each measure lasts for the duration.
  mutating func add(
    _ subject: JudgingSubject, _ judges: PythonJudges?, duration: Duration
  ) throws(BenchFailure) {
    observed.append(Pace.perSecond(duration, batch: 1000) { subject.judge(.observed) })
    strict.append(
      Pace.perSecond(duration, batch: 1000) { subject.judge(.strict(formats: .asserted)) })
    parsed.append(
      Pace.perSecond(duration, batch: 1, subject.parse) * Double(subject.mixed.count))
    guard let judges else { return }
    let rates = try judges.rates(subject, duration: duration)
    pydantic.append(rates.pydantic)
    jsonschema.append(rates.jsonschema)
  }

  /// The lines of the report, after one round at least.
  func readings(_ subject: JudgingSubject) -> [Reading] {
    let body = "\(subject.body.count) B body"
    return [
      Reading(
        "observed", "\(body), beside pydantic_core", .perSecond, ours: Samples(observed),
        peer: Self.peer(pydantic), target: Self.bodiesTarget),
      Reading(
        "strict", "\(body), beside jsonschema", .perSecond, ours: Samples(strict),
        peer: Self.peer(jsonschema), target: Self.bodiesTarget),
      Reading(
        "parse", "\(Unit.bytes.text(Double(subject.mixed.count))) of mixed JSON", .bytesPerSecond,
        ours: Samples(parsed), target: Self.bytesTarget),
    ]
  }

  private static func peer(_ values: [Double]) -> Samples? {
    values.isEmpty ? nil : Samples(values)
  }
}

/// How often work is done in a second on this thread.
enum Pace {
  /// Works for a duration; the clock is read after each batch only.
  static func perSecond(_ duration: Duration, batch: Int, _ work: () -> Bool) -> Double {
    let begin = BenchClock.now
    var (count, now) = (0, begin)
    repeat {
      for _ in 0..<batch { precondition(work(), "the subject has been tried before") }
      count += batch
      now = BenchClock.now
    } while now - begin < duration.nanoseconds
    return Double(count) * 1e9 / Double(now - begin)
  }
}
