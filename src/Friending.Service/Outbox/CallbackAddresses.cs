using System.Net;
using System.Net.Sockets;

namespace Friending.Service.Outbox;

/// <summary>
/// Tells public addresses from those that lead into our own network, so that a callback cannot reach what only we can: the
/// metadata service, databases, other apps. The IANA registries of special-purpose addresses, and Azure's own.
/// </summary>
public static class CallbackAddresses
{
    // https://www.iana.org/assignments/iana-ipv4-special-registry, and multicast.
    private static readonly IPNetwork[] s_refusedV4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("192.88.99.0/24"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("240.0.0.0/4"),
        // The address under which every Azure machine reaches the platform itself:
        // https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
        IPNetwork.Parse("168.63.129.16/32"),
    ];

    // Global unicast is all that is routed; in it, https://www.iana.org/assignments/iana-ipv6-special-registry, where
    // 2002::/16 can hold any IPv4 address.
    private static readonly IPNetwork s_globalV6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] s_refusedV6 =
        [IPNetwork.Parse("2001::/23"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("2002::/16"), IPNetwork.Parse("3fff::/20")];

    /// <summary>Whether the address is one of the public internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Array.Exists(s_refusedV4, n => n.Contains(address)),
            AddressFamily.InterNetworkV6 => s_globalV6.Contains(address) && !Array.Exists(s_refusedV6, n => n.Contains(address)),
            _ => false,
        };
    }
}
