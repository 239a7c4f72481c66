using Friending.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>Callers who do not wait, and bodies that do not end.</summary>
public sealed class HangUpTests(AppFixture app) : IDisposable
{
    private readonly IServiceScope _scope = app.Host.Services.CreateScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public async Task A_caller_who_hangs_up_does_not_pass_for_an_outage_of_storage()
    {
        var context = Context("GET");
        context.Request.RouteValues["id"] = "0199f000-0000-7000-8000-000000000000";
        context.RequestAborted = new CancellationToken(canceled: true);

        await (await AllOperations.Named("GetDecision").RunAsync(context)).ExecuteAsync(context);

        Assert.Equal(StatusCodes.Status499ClientClosedRequest, context.Response.StatusCode);
    }

    [Theory]
    [InlineData("SubmitRequest", 64)]
    [InlineData("EvaluateAccessBatch", 64)]
    [InlineData("ResolveReview", 64)]
    [InlineData("CheckPolicy", 1024)]
    public async Task Of_a_body_without_end_no_more_is_read_than_one_may_have(string operation, int limitInKiB)
    {
        var body = new EndlessStream();
        var context = Context("POST");
        context.Request.ContentType = "application/json";
        context.Request.Body = body;

        await (await AllOperations.Named(operation).RunAsync(context)).ExecuteAsync(context);

        Assert.Equal(StatusCodes.Status413PayloadTooLarge, context.Response.StatusCode);
        // A server's buffer more may have come in by then.
        Assert.InRange(body.Given, limitInKiB * 1024 + 1, (limitInKiB + 64) * 1024);
    }

    private DefaultHttpContext Context(string method)
    {
        var context = new DefaultHttpContext { RequestServices = _scope.ServiceProvider };
        context.Request.Method = method;
        context.Request.Headers["x-functions-key"] = LocalHost.LocalHost.DevelopmentKey;
        context.Connection.RemoteIpAddress = System.Net.IPAddress.Loopback;
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(new MemoryStream()));
        return context;
    }

    private sealed class EndlessStream : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)' ');
            Given += count;
            return count;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer, offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)' ');
            Given += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
