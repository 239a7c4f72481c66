using Friending.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
