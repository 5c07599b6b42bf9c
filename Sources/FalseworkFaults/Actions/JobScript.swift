// Falsework
// SPDX-License-Identifier: MIT

/// What a rule wants to become of jobs; drawing for one of them gives its conduct.
public struct JobScript: Sendable, Hashable {
  /// How long it waits, over `conduct`.
  public var wait: Time?
  /// How long it runs, over `conduct`.
  public var run: Time?
  /// How long the result lags behind, over `conduct`.
  public var resultLag: LatencyModel?
  /// Everything that is not drawn.
  public var conduct: JobConduct

  /// A time that is drawn for each job.
  public enum Time: Sendable, Hashable {
    case drawn(LatencyModel)
    /// It never ends by itself.
    case never
  }

  /// Creates a script.
  public init(
    wait: Time? = nil, run: Time? = nil, resultLag: LatencyModel? = nil,
    conduct: JobConduct = JobConduct()
  ) {
    self.wait = wait
    self.run = run
    self.resultLag = resultLag
    self.conduct = conduct
  }

  /// Whether chance has a say.
  var drawsLots: Bool {
    let models = [wait?.model, run?.model, resultLag]
    return models.contains { $0?.drawsLots ?? false }
  }

  /// Draws the conduct of a job, and says what was drawn.
  func drawn(_ dice: inout FaultDice) -> JobConduct {
    var drawn = conduct
    drawn.wait = wait.map { $0.drawn("wait", &dice) } ?? drawn.wait
    drawn.run = run.map { $0.drawn("run", &dice) } ?? drawn.run
    drawn.resultLag = resultLag.map { dice.draw($0, as: "result_lag") } ?? drawn.resultLag
    return drawn
  }
}

extension JobScript.Time {
  fileprivate var model: LatencyModel? {
    if case .drawn(let model) = self { model } else { nil }
  }

  fileprivate func drawn(_ name: String, _ dice: inout FaultDice) -> JobTime {
    switch self {
    case .never: .never
    case .drawn(let model): .lasting(dice.draw(model, as: name))
    }
  }
}
