// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkJSON
internal import FalseworkJournal

extension DrillRecord {
  /// The record as an object whose members always stand in the same order.
  var json: JSONValue {
    var object = JSONObject()
    object.add("drill", drill)
    object.add("proof", proof.rawValue)
    object.add("drill_seed", .number(JSONNumber(seed)))
    object.add("command", command)
    object.add("outcome", outcome.json)
    object.add("evicted", evictedCount)
    object.add("faults", .array(faults.map(\.json)))
    object.add("meshes", .array(meshes.map(\.json)))
    object.add("jobs", .array(jobs.map(\.json)))
    object.add("exchanges", .array(exchanges.map(\.json)))
    return .object(object)
  }

  /// Reads what `json` gave; the drill must be one that is known.
  init(_ reader: JournalReader) throws(JournalReadingError) {
    try reader.allow(
      only: [
        "drill", "proof", "drill_seed", "command", "outcome", "evicted", "faults", "meshes", "jobs",
        "exchanges",
      ])
    self.init(
      drill: try reader.required("drill").text(),
      proof: try reader.optional("proof")?.word(Drill.Proof.self) ?? .required,
      seed: try reader.required("drill_seed").unsigned(),
      outcome: try ClientOutcome(try reader.required("outcome")),
      evictedCount: try reader.required("evicted").count())
    for word in try reader.list("command") { command.append(try word.text()) }
    for fault in try reader.list("faults") { faults.append(try FaultTally(fault)) }
    for mesh in try reader.list("meshes") { meshes.append(try ClientOutcome.Artefact(mesh)) }
    for job in try reader.list("jobs") { jobs.append(try JobHistory(job)) }
    for entry in try reader.list("exchanges") { exchanges.append(try JournalEntry(entry)) }
  }
}
