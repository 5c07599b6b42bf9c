// Falsework
// SPDX-License-Identifier: MIT

extension Verdict {
  /// Judges what drills left behind.
  public init(judging records: [DrillRecord], by contract: Contract = .queue) {
    self.init(
      records.map { contract.judge($0, of: .named($0.drill, proof: $0.proof)) }, by: contract)
  }
}
