%% Keeps the notes of a running daemon, the newest first.
-module(project_notes).
-behaviour(gen_server).

-export([start_link/0, add/1, all/0]).
-export([init/1, handle_call/3, handle_cast/2]).

start_link() -> gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).

add(Note) -> gen_server:call(?MODULE, {add, Note}).

all() -> gen_server:call(?MODULE, all).

init([]) -> {ok, []}.

handle_call({add, Note}, _From, Notes) -> {reply, ok, [Note | Notes]};
handle_call(all, _From, Notes) -> {reply, Notes, Notes}.

handle_cast(_Message, Notes) -> {noreply, Notes}.
