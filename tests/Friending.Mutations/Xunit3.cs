namespace Xunit;

/// <summary>What the tests use of xunit 3 and xunit 2 does not have.</summary>
internal sealed class TestContext
{
    internal static TestContext Current { get; } = new();

    internal CancellationToken CancellationToken => CancellationToken.None;
}
