namespace HelloPlugin;

/// <summary>Settings of the plugin <c>hello</c>.</summary>
public sealed record HelloOptions
{
    /// <summary>What the login prompt says.</summary>
    public string Greeting { get; init; } = "Hello";
}
