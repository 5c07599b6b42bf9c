// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkProtocol

extension ScenarioNode {
  /// A latency: a duration, or an object with the name of a distribution.
  func latency() throws(ScenarioProblem) -> LatencyModel {
    guard case .object = value else { return .fixed(try duration()) }
    let members = try members([
      "fixed", "uniform", "normal", "lognormal", "exponential", "pareto", "histogram",
    ])
    guard members.names.count == 1 else {
      throw problem("a latency has one distribution", "write one of them, such as exponential")
    }
    if let fixed = members["fixed"] { return .fixed(try fixed.duration()) }
    if let uniform = members["uniform"] { return try uniform.uniform() }
    if let histogram = members["histogram"] { return try histogram.histogram() }
    if let normal = members["normal"] {
      let members = try normal.members(["mean", "deviation"])
      return .normal(
        mean: try members.required("mean").duration(),
        deviation: try members.required("deviation").duration())
    }
    if let lognormal = members["lognormal"] {
      let members = try lognormal.members(["median", "sigma"])
      return .lognormal(
        median: try members.required("median").duration(),
        sigma: try members.required("sigma").number(in: 0...10))
    }
    if let pareto = members["pareto"] {
      let members = try pareto.members(["least", "shape"])
      return .pareto(
        least: try members.required("least").duration(),
        shape: try members.required("shape").number(in: 0.1...100))
    }
    let exponential = try members.required("exponential").members(["mean"])
    return .exponential(mean: try exponential.required("mean").duration())
  }

  private func uniform() throws(ScenarioProblem) -> LatencyModel {
    let members = try members(["from", "to"])
    let (from, to) = (
      try members.required("from").duration(), try members.required("to").duration()
    )
    guard from <= to else { throw problem("\"from\" is later than \"to\"", "swap them") }
    return .uniform(from, to)
  }

  private func histogram() throws(ScenarioProblem) -> LatencyModel {
    var bins: [LatencyModel.Bin] = []
    for element in try elements(countMax: 1_000) {
      let members = try element.members(["from", "to", "weight"])
      let from = try members.required("from").duration()
      let to = try members.required("to").duration()
      guard from <= to else { throw element.problem("\"from\" is later than \"to\"", "swap them") }
      let weight = try members.required("weight").number(in: 0...1_000_000_000)
      bins.append(LatencyModel.Bin(from: from, to: to, weight: weight))
    }
    guard bins.contains(where: { $0.weight > 0 }) else {
      throw problem("no bin has any weight", "give one a weight above 0")
    }
    return .histogram(bins)
  }
}
