using System.Globalization;
using BootstrapVz.Base.Errors;
using BootstrapVz.Remote.Protocol;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace BootstrapVz.Test.Unit.Remote;

public class BadInputTests
{
    private const string Hello = "{\"type\":\"hello\",\"version\":\"1\",\"protocol\":2}\n";

    [Theory]
    [InlineData("nonsense\n")]
    [InlineData("\n")]
    [InlineData("null\n")]
    [InlineData("[]\n")]
    [InlineData("{}\n")]
    [InlineData("{\"type\":\"strange\"}\n")]
    [InlineData("{\"type\":\"build\"}\n")]
    [InlineData("{\"type\":\"build\",\"request\":null}\n")]
    [InlineData("{\"type\":\"build\",\"request\":{\"manifest\":7}}\n")]
    [InlineData("\0\u0001\u001b[2J\n")]
    public async Task A_builder_answers_a_bad_line_with_a_failure(string line)
    {
        using var both = new Connection();
        both.SendToBuilder(line);
        var (last, code) = await both.BuildAsync();

        var failure = Assert.IsType<FailureMessage>(last);
        Assert.Contains("is not a message of this protocol", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(failure.Message, char.IsControl);
        Assert.Equal(ExitCode.BuildFailed, code);
        Assert.Null(both.Asked);
    }

    [Theory]
    [InlineData("Welcome to server 7\n", "'Welcome to server 7' is not a message")]
    [InlineData("{\"type\":\"hello\",\"version\":\"9\",\"protocol\":99}\n", "protocol 99")]
    [InlineData("{\"type\":\"rollback\",\"tasks\":1}\n", "instead of hello")]
    [InlineData(Hello + "{\"type\":\"plan\"}\n", "is not a message")]
    [InlineData(Hello + "{\"type\":\"plan\",\"tasks\":null}\n", "is not a message")]
    [InlineData(Hello + "{\"type\":\"log\",\"level\":\"loud\",\"text\":\"\"}\n", "is not a message")]
    public async Task A_front_refuses_what_is_no_builder(string text, string expected)
    {
        using var both = new Connection();
        both.SendToFront(text);
        var error = await Assert.ThrowsAsync<ProtocolException>(() => both.Client.RunAsync(Connection.Request, both));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(Hello)]
    [InlineData(Hello + "{\"type\":\"resu")]
    public async Task A_builder_that_ends_early_has_no_last_message(string text)
    {
        using var both = new Connection();
        both.SendToFront(text);
        both.CloseBuilder();
        Assert.Null(await both.Client.RunAsync(Connection.Request, both));
    }

    [Fact]
    public void A_line_without_end_is_refused_before_it_fills_the_memory()
    {
        var endless = new LineReader(new EndlessStream(), 100_000);
        var error = Assert.Throws<ProtocolException>(() => endless.TryRead(out _));
        Assert.Contains("longer than 100000 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_come_out_whole_however_the_stream_is_cut() => Prop.ForAll(
        ArbMap.Default.ArbFor<(PositiveInt Step, NonNegativeInt[] Lengths)>(),
        input =>
        {
            var lines = input.Lengths.Select((length, i) => new string((char)('a' + (i % 26)), length.Get * 97 % 40_000)).ToList();
            var bytes = System.Text.Encoding.ASCII.GetBytes(string.Concat(lines.Select(l => l + "\n")));
            var reader = new LineReader(new SteppingStream(bytes, input.Step.Get * 31), 100_000);
            var read = new List<string>();
            while (reader.TryRead(out var line))
                read.Add(System.Text.Encoding.ASCII.GetString(line));
            return lines.SequenceEqual(read);
        }).QuickCheckThrowOnFailure();

    private sealed class SteppingStream(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, step));
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'x');
            return count;
        }
    }
}
