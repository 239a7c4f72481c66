using Friending.Api.Tests.Fuzzing;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>Callers who do not wait, and bodies that do not end.</summary>
[Collection(nameof(FuzzApp))]
public sealed class HangUpTests(FuzzApp app)
{
    [Fact]
    public async Task A_caller_who_hangs_up_does_not_pass_for_an_outage_of_storage()
    {
        var answer =
            await app.AnswerAsync(FuzzApp.Call("GET", $"/api/decisions/{app.Good.Ids[0]}"), aborted: new CancellationToken(canceled: true));

        Assert.Equal(StatusCodes.Status499ClientClosedRequest, answer.Status);
    }

    [Theory]
    [InlineData("/api/requests", 64)]
    [InlineData("/access/v1/evaluations", 64)]
    [InlineData("/api/decisions/7/review", 64)]
    [InlineData("/api/policy/check", 1024)]
    public async Task Of_a_body_without_end_no_more_is_read_than_one_may_have(string path, int limitInKiB)
    {
        var body = new EndlessStream();
        var request = FuzzApp.Call("POST", path);
        request.SetHeader("Content-Type", "application/json");

        var answer = await app.AnswerAsync(request, body, TestContext.Current.CancellationToken);

        Assert.Equal(StatusCodes.Status413PayloadTooLarge, answer.Status);
        // A buffer more may have come in by then.
        Assert.InRange(body.Given, limitInKiB * 1024 + 1, (limitInKiB + 64) * 1024);
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

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Task.FromResult(Read(buffer, offset, count));

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
