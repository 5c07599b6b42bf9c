// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON

extension FaultTally {
  /// The tally as an object whose members always stand in the same order.
  public var json: JSONValue {
    var object = JSONObject()
    object.add("scenario", scenario)
    object.add("rule", rule)
    object.add("actions", actions)
    object.add("advice", advice)
    object.add("evaluated", evaluated)
    object.add("matched", matched)
    object.add("fired", fired)
    object.add("delivered", delivered)
    object.add(
      "missed",
      missed.map { ["reason": .string($0.reason), "count": .number(JSONNumber($0.count))] })
    return .object(object)
  }

  /// Reads what `json` gave.
  public init(json: JSONValue) throws(JournalReadingError) {
    try self.init(JournalReader(json))
  }

  package init(_ reader: JournalReader) throws(JournalReadingError) {
    try reader.allow(
      only: [
        "scenario", "rule", "actions", "advice", "evaluated", "matched", "fired", "delivered",
        "missed",
      ])
    self.init(
      scenario: try reader.required("scenario").text(), rule: try reader.required("rule").text(),
      advice: try reader.optional("advice")?.text(),
      evaluated: try reader.required("evaluated").count(),
      matched: try reader.required("matched").count(),
      fired: try reader.required("fired").count(),
      delivered: try reader.required("delivered").count())
    for action in try reader.list("actions") { actions.append(try action.text()) }
    for miss in try reader.list("missed") {
      missed.append(
        Missed(
          reason: try miss.required("reason").text(), count: try miss.required("count").count()))
    }
  }
}
