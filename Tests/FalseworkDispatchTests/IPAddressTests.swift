// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import Testing

@Suite("An IP address")
struct IPAddressTests {
  @Test(
    "knows from where it can be reached",
    arguments: [
      ("8.8.8.8", .global), ("172.15.255.255", .global), ("172.32.0.0", .global),
      ("100.63.255.255", .global), ("100.128.0.0", .global), ("2606:4700::1111", .global),
      ("10.0.0.1", .site), ("172.16.0.0", .site), ("172.31.255.255", .site),
      ("192.168.1.1", .site), ("100.64.0.0", .site), ("100.100.100.200", .site),
      ("fd00:ec2::254", .site), ("fc00::1", .site), ("fec0::1", .site),
      ("127.0.0.1", .loopback), ("127.255.255.255", .loopback), ("::1", .loopback),
      ("169.254.169.254", .link), ("fe80::1", .link), ("febf::1", .link),
      ("0.0.0.0", .unspecified), ("::", .unspecified), ("224.0.0.1", .multicast),
      ("ff02::1", .multicast), ("255.255.255.255", .reserved), ("192.0.2.1", .reserved),
      ("198.51.100.7", .reserved), ("203.0.113.9", .reserved), ("198.19.0.1", .reserved),
      ("2001:db8::1", .reserved), ("::2", .reserved), ("100::1", .reserved),
      ("::ffff:127.0.0.1", .loopback), ("::ffff:8.8.8.8", .global),
      ("64:ff9b::10.0.0.1", .site), ("64:ff9b::8.8.8.8", .global), ("2002:7f00:1::", .loopback),
      ("2002:808:808::", .global),
    ] as [(String, IPAddress.Reach)])
  func reach(text: String, reach: IPAddress.Reach) throws {
    #expect(try #require(IPAddress(text)).reach == reach)
  }

  @Test(
    "is not read from what only some systems read",
    arguments: [
      "", "localhost", "127.1", "0x7f.0.0.1", "0177.0.0.1", "2130706433", "127.0.0.1 ", "[::1]",
      "::1%lo", "127.0.0.1\0",
    ])
  func notAnAddress(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test(
    "is written in its shortest form",
    arguments: [("0:0::1", "::1"), ("::ffff:1.2.3.4", "1.2.3.4"), ("2001:DB8:0::", "2001:db8::")])
  func text(input: String, output: String) {
    #expect(IPAddress(input)?.description == output)
  }

  @Test("passes a policy by its kind or by name")
  func policy() throws {
    let metadata = try #require(IPAddress("169.254.169.254"))
    #expect(!AddressPolicy.publicOnly.admits(metadata))
    #expect(AddressPolicy.anywhere.admits(metadata))
    #expect(AddressPolicy(reaches: [.global], exceptions: [metadata]).admits(metadata))
  }
}
