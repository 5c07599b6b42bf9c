// Falsework
// SPDX-License-Identifier: MIT

import FalseworkBench
import Testing

@Suite("What the bench knows of servers")
struct ServerTests {
  private func configuration(user: String?) -> NginxConfiguration {
    NginxConfiguration(
      folder: "/tmp/x", plainPort: 8001, tlsPort: 8002, statusContent: "xxxx",
      connectionCountMax: 16_000, user: user)
  }

  @Test("nginx is configured for a fair comparison")
  func nginx() {
    let lines = configuration(user: nil).text.split(separator: "\n").map { line in
      String(line.drop { $0 == " " })
    }
    for expected in [
      "worker_processes 2;", "worker_connections 16000;", "access_log off;", "sendfile on;",
      "keepalive_requests 1000000000;", "listen 127.0.0.1:8001;", "listen 127.0.0.1:8002 ssl;",
      "ssl_certificate /tmp/x/leaf.pem;", "return 200 'xxxx';", "root /tmp/x;",
    ] {
      #expect(lines.contains(expected), "\(expected)")
    }
    #expect(lines.count { $0.hasSuffix("_temp_path /tmp/x/scratch;") } == 5)
    #expect(lines.count { $0.hasSuffix("{") } == lines.count { $0 == "}" })
  }

  @Test("nginx's workers run as who is named, where somebody is")
  func user() {
    #expect(!configuration(user: nil).text.contains("user "))
    #expect(configuration(user: "root").text.contains("\nuser root;\nworker_processes 2;\n"))
  }

  @Test("memory and threads are read from a process's status")
  func status() {
    let status = "Name:\tx\nVmPeak:\t  999 kB\nVmRSS:\t   1234 kB\nThreads:\t7\n"
    #expect(ProcessFigures.number(of: "VmRSS", in: status) == 1234)
    #expect(ProcessFigures.number(of: "Threads", in: status) == 7)
    #expect(ProcessFigures.number(of: "Vm", in: status) == nil)
  }

  @Test("processor time is read whatever the process is called")
  func ticks() {
    let numbers = (4...20).map(String.init).joined(separator: " ")
    #expect(ProcessFigures.processorTicks("12 (a) b) 1 (c) S \(numbers)") == 14 + 15)
    #expect(ProcessFigures.processorTicks("") == 0)
  }

  @Test("a process that has ended is told from one that runs, whatever it is called")
  func zombie() {
    #expect(ProcessFigures.isZombie("12 (a) S) Z 1 2"))
    #expect(!ProcessFigures.isZombie("12 (a) Z) S 1 2"))
    #expect(!ProcessFigures.isZombie(""))
  }

  @Test("connections are counted that the server still has to close")
  func connections() {
    let table = """
      sl  local_address rem_address   st tx_queue rx_queue
       0: 0100007F:0FAA 00000000:0000 0A 00000000:00000000
       1: 0100007F:0FAA 0100007F:C000 01 00000000:00000000
       2: 0100007F:0FAA 0100007F:C001 08 00000000:00000000
       3: 0100007F:0FAA 0100007F:C002 06 00000000:00000000
       4: 0100007F:C000 0100007F:0FAA 01 00000000:00000000
      """
    #expect(ProcessFigures.openConnectionCount(in: table, localPort: 4010) == 2)
    #expect(ProcessFigures.openConnectionCount(in: "", localPort: 4010) == 0)
  }

  @Test("more than is tolerated is a leak")
  func leaks() {
    let before = Footprint(descriptors: 19, threads: 3, connections: 0, residentBytes: 40_000_000)
    let tolerance = Footprint.tolerance
    var after = before
    after.descriptors += tolerance.descriptors
    after.threads += tolerance.threads
    after.residentBytes += tolerance.residentBytes
    #expect(after.compared(to: before).filter(\.isLeak).isEmpty)
    #expect(before.compared(to: after).filter(\.isLeak).isEmpty)
    after.descriptors += 1
    after.threads += 1
    after.connections += 1
    after.residentBytes += 1
    let leaks = after.compared(to: before).filter(\.isLeak).map(\.name)
    #expect(leaks == ["descriptors", "threads", "open connections", "memory"])
  }
}
