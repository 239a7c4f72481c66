using System.Net;
using Friending.Service.Outbox;
using Microsoft.Extensions.Options;
using Xunit;

namespace Friending.Service.Tests;

public sealed class CallbackRulesTests
{
    [Theory]
    [InlineData("https://flows.example.org/a?sig=x", null)]
    [InlineData("https://FLOWS.example.org/", null)]
    [InlineData("https://flows.example.org:443/", null)]
    [InlineData("https://flows.example.org:8443/", "The host is not on the list of allowed ones.")]
    [InlineData("https://other.example.org:8443/", null)]
    [InlineData("https://other.example.org/", "The host is not on the list of allowed ones.")]
    [InlineData("https://a.b.flows.example.net/", null)]
    [InlineData("https://flows.example.net/", "The host is not on the list of allowed ones.")]
    [InlineData("https://evilflows.example.net/", "The host is not on the list of allowed ones.")]
    [InlineData("https://flows.example.org.evil.test/", "The host is not on the list of allowed ones.")]
    [InlineData("https://flows.example.org@evil.test/", "Must not hold a user name or password.")]
    [InlineData("https://user:pass@flows.example.org/", "Must not hold a user name or password.")]
    [InlineData("https://evil.test\\@flows.example.org/", "Must be an absolute address.")]
    [InlineData("http://flows.example.org/", "Must be an https address.")]
    [InlineData("https://localhost/", "The host is not on the list of allowed ones.")]
    [InlineData("file:///etc/passwd", "Must be an absolute address.")]
    [InlineData("/relative", "Must be an absolute address.")]
    [InlineData("", "Must be an absolute address.")]
    public void Only_https_addresses_of_allowed_hosts_are_taken(string address, string? why) =>
        Assert.Equal(why,
            new CallbackRules(Settings("flows.example.org", "other.example.org:8443", "*.flows.example.net")).WhyNot(address));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.170")]
    [InlineData("192.168.1.1")]
    [InlineData("198.19.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("ff02::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    public void Addresses_inside_are_not_public(string address) => Assert.False(CallbackAddresses.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("20.42.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("2603:1030::1")]
    public void Addresses_of_the_internet_are_public(string address) => Assert.True(CallbackAddresses.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task An_allowed_name_that_leads_inside_is_not_called(string host)
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.IPv6Any, 0);
        listener.Server.DualMode = true;
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var settings = Settings($"{host}:{port}");
        using var client = new CallbackClient(new(settings), settings);

        var (result, why) = await client.SendAsync($"https://{host}:{port}/hook", new byte[2], TestContext.Current.CancellationToken);

        Assert.Equal((CallbackResult.Refused, "the host's address is not public"), (result, why));
        Assert.False(listener.Pending());
    }

    // An allowed name that led to the internet when the request was taken, and leads inside when it is called.
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("20.42.0.1,127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::1")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    public async Task A_name_is_checked_by_the_address_it_has_when_it_is_called(string addresses)
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.IPv6Any, 0);
        listener.Server.DualMode = true;
        listener.Start();
        var host = $"flows.example.org:{((IPEndPoint)listener.LocalEndpoint).Port}";
        var settings = Settings(host);
        var lookedUp = 0;
        using var client = new CallbackClient(new(settings), settings, (_, _) =>
        {
            lookedUp++;
            return Task.FromResult(addresses.Split(',').Select(IPAddress.Parse).ToArray());
        });

        var (result, why) = await client.SendAsync($"https://{host}/hook", new byte[2], TestContext.Current.CancellationToken);

        Assert.Equal((CallbackResult.Refused, "the host's address is not public"), (result, why));
        Assert.Equal(1, lookedUp);
        Assert.False(listener.Pending());
    }

    [Theory]
    [InlineData("*")]
    [InlineData("*.")]
    [InlineData("*example.org")]
    [InlineData("flows.*.org")]
    [InlineData("https://flows.example.org")]
    [InlineData("flows.example.org/hook")]
    [InlineData("flows.example.org:port")]
    [InlineData("me@flows.example.org")]
    [InlineData("")]
    public void An_allowed_host_that_would_allow_nothing_is_refused_by_its_name(string host)
    {
        var wrong = Assert.Single(Settings("flows.example.org", host).Value.Validate(null!));
        Assert.StartsWith("Callbacks:AllowedHosts:1 must be a host", wrong.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_form_of_an_allowed_host_is_taken() => Assert.Empty(Settings(
        "flows.example.org", "flows.example.org:8443", "*.example.org", "*.example.org:8443", "bücher.example", "20.42.0.1",
        "[2001:db8::1]:8443")
        .Value.Validate(null!));

    private static IOptions<CallbackOptions> Settings(params string[] hosts)
    {
        var options = new CallbackOptions();
        foreach (var host in hosts)
            options.AllowedHosts.Add(host);
        return Options.Create(options);
    }
}
