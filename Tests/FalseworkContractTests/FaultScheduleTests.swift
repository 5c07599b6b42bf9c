// Falsework
// SPDX-License-Identifier: MIT

import FalseworkContract
import FalseworkFaults
import Testing

@Suite("Drawn schedules of faults") struct FaultScheduleTests {
  @Test("are the same for the same seed and number, and others for others")
  func seeded() {
    let schedules = (1...50).map { FaultSchedule(seed: 7, number: $0) }
    #expect(schedules == (1...50).map { FaultSchedule(seed: 7, number: $0) })
    #expect(Set(schedules).count > 40)
    #expect(schedules != (1...50).map { FaultSchedule(seed: 8, number: $0) })
  }

  @Test("are scenarios that load")
  func scenarios() throws {
    for number in 1...200 {
      let schedule = FaultSchedule(seed: 1, number: number)
      let scenario = try schedule.scenario(named: "drawn")
      #expect((1...FaultSchedule.faultsMax).contains(scenario.rules.count))
      #expect(scenario.rules.count == schedule.faults.count)
    }
  }

  @Test("become simpler step by step until one fault at a first occurrence is left")
  func simpler() {
    for number in 1...100 {
      var schedule = FaultSchedule(seed: 2, number: number)
      var steps = 0
      while let next = schedule.simpler.first {
        #expect(next != schedule)
        #expect(next.faults.count <= schedule.faults.count)
        schedule = next
        steps += 1
        guard steps < 20 else { break }
      }
      #expect(steps < 20 && schedule.faults.count == 1)
    }
  }

  @Test("are written with a rule a line")
  func text() {
    let schedule = FaultSchedule(seed: 3, number: 1)
    let lines = schedule.text(named: "drawn").split(separator: "\n")
    #expect(lines.first == "name: \"drawn\"")
    #expect(lines.filter { $0.hasPrefix("  - {") }.count == schedule.faults.count)
  }
}
