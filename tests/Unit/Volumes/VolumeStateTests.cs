using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Unit.Volumes;

public sealed class VolumeStateTests
{
    private static readonly string[] Events = [nameof(Volume.CreateAsync), nameof(Volume.PartitionAsync), nameof(Volume.PopulateAsync), nameof(Volume.SealAsync)];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<VolumeState, string> EveryPair()
    {
        var pairs = new TheoryData<VolumeState, string>();
        foreach (var state in Enum.GetValues<VolumeState>())
        {
            foreach (var move in Events)
                pairs.Add(state, move);
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(EveryPair))]
    public async Task A_move_is_made_from_its_state_and_refused_from_any_other(VolumeState state, string move)
    {
        await using var volume = await ReachedAsync(state);
        var transition = Volume.Transitions.SingleOrDefault(t => t.From == state && t.Event == move);

        if (transition is not null)
        {
            await RunAsync(volume, move);
            Assert.Equal(transition.To, volume.State);
            return;
        }

        var error = await Assert.ThrowsAsync<InvalidTransitionException>(() => RunAsync(volume, move));
        Assert.Equal((move, state, "disk"), (error.Event, error.State, error.Volume));
        Assert.Equal(state, volume.State);
    }

    [Fact]
    public async Task A_move_whose_work_fails_leaves_the_state()
    {
        await using var volume = new FakeVolume { Fails = true };

        await Assert.ThrowsAsync<IOException>(() => volume.CreateAsync(Ct));

        Assert.Equal(VolumeState.Planned, volume.State);
    }

    [Fact]
    public void There_is_one_way_from_plan_to_sealed_volume()
    {
        Assert.Equal(Events, Volume.Transitions.Select(t => t.Event));
        Assert.All(Volume.Transitions.Zip(Volume.Transitions.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
    }

    private static async Task<Volume> ReachedAsync(VolumeState state)
    {
        var volume = new FakeVolume();
        foreach (var move in Events.Take((int)state))
            await RunAsync(volume, move);
        return volume;
    }

    private static Task RunAsync(Volume volume, string move) => move switch
    {
        nameof(Volume.CreateAsync) => volume.CreateAsync(Ct),
        nameof(Volume.PartitionAsync) => volume.PartitionAsync(Ct),
        nameof(Volume.PopulateAsync) => volume.PopulateAsync(Ct),
        _ => volume.SealAsync(Ct),
    };

    private sealed class FakeVolume() : Volume("disk")
    {
        public bool Fails { get; init; }

        protected override Task OnCreateAsync(CancellationToken ct) => Fails ? throw new IOException("broken") : Task.CompletedTask;

        protected override Task OnPartitionAsync(CancellationToken ct) => Task.CompletedTask;

        protected override Task OnPopulateAsync(CancellationToken ct) => Task.CompletedTask;

        protected override Task<IReadOnlyList<VolumeResult>> OnSealAsync(CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<VolumeResult>>([new("disk", "raw", Bytes.Zero, Bytes.Zero, Bytes.Zero, "")]);
    }
}
